// See input.h.
#include "dossiers/rest/input.h"

#include <algorithm>
#include <initializer_list>
#include <limits>
#include <set>

#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::dossiers::rest {

using base::msg;

namespace {

using Json = nlohmann::json;

constexpr int kMostPapers = 100;
constexpr std::size_t kMostFiles = 500;
constexpr std::size_t kMostDatabases = 50;
constexpr std::size_t kLongestComment = 2000;
constexpr std::size_t kLongestPaperKey = 1000;  // a name where the record gives no code

// One object of the input. Members that nobody asks for are wrong: a misspelt one would be lost in silence.
class Object {
public:
    Object(const Json& json, std::string pointer, Wrongs& wrongs, std::initializer_list<const char*> members)
        : json_(json), pointer_(std::move(pointer)), wrongs_(wrongs)
    {
        if (!json.is_object()) {
            note("", msg("Phải là một đối tượng JSON."));
            return;
        }
        for (const auto& [name, value] : json.items())
            if (std::ranges::find(members, name, [](const char* known) { return std::string_view(known); }) ==
                members.end())
                note(name, msg("Không có trường này."));
    }
    bool has(const char* name) const
    {
        return json_.is_object() && json_.contains(name) && !json_[name].is_null();
    }
    const Json& at(const char* name) const { return json_[name]; }
    std::string pointer(const std::string& name) const
    {
        return name.empty() ? pointer_ : pointer_ + "/" + name;
    }
    void note(const std::string& name, base::Message words)
    {
        wrongs_.emplace_back(pointer(name), std::move(words));
    }

    std::string text(const char* name, std::size_t longest)
    {
        if (!has(name)) return {};
        if (!at(name).is_string()) {
            note(name, msg("Phải là chuỗi ký tự."));
            return {};
        }
        std::string out = base::normalise(at(name).get<std::string>());
        if (base::length(out) <= longest) return out;
        note(name, {msg("Dài quá {{count}} ký tự."), {{"count", std::to_string(longest)}}});
        return {};
    }
    std::string needed(const char* name, std::size_t longest)
    {
        if (!has(name)) note(name, msg("Thiếu trường này."));
        return text(name, longest);
    }
    int integer(const char* name, int otherwise, int least, int most)
    {
        if (!has(name)) return otherwise;
        const bool fits = at(name).is_number_integer() && at(name) >= least && at(name) <= most;
        if (fits) return at(name).get<int>();
        note(name, {msg("Phải là số nguyên từ {{least}} đến {{most}}."),
                    {{"least", std::to_string(least)}, {"most", std::to_string(most)}}});
        return otherwise;
    }
    // One of the words, or the first one where it is missing.
    std::string word(const char* name, std::initializer_list<const char*> words)
    {
        const std::string typed = text(name, 100);
        if (typed.empty()) return *words.begin();
        if (std::ranges::find(words, typed, [](const char* known) { return std::string_view(known); }) !=
            words.end())
            return typed;
        std::string all;
        for (const char* one : words) all += (all.empty() ? "" : ", ") + std::string(one);
        note(name, {msg("Phải là một trong: {{words}}."), {{"words", all}}});
        return *words.begin();
    }
    bool flag(const char* name)
    {
        if (!has(name)) return false;
        if (at(name).is_boolean()) return at(name).get<bool>();
        note(name, msg("Phải là true hoặc false."));
        return false;
    }
    const Json* list(const char* name, std::size_t most)
    {
        if (!has(name)) return nullptr;
        if (at(name).is_array() && at(name).size() <= most) return &at(name);
        note(name, {msg("Phải là danh sách, tối đa {{count}} mục."), {{"count", std::to_string(most)}}});
        return nullptr;
    }
    Wrongs& wrongs() { return wrongs_; }

private:
    const Json& json_;
    std::string pointer_;
    Wrongs& wrongs_;
};

std::optional<base::Day> read_day(Object& in, const char* name)
{
    const std::string typed = in.text(name, 10);
    const auto day = base::parse_day(typed);
    const bool is_iso = typed.size() == 10 && typed[4] == '-';
    if (!typed.empty() && (!day || !is_iso)) in.note(name, msg("Phải là ngày có thật, dạng yyyy-mm-dd."));
    return day;
}

// Of the dossier that the caller read: without it, nobody knows what he answers to.
int read_version(Object& in)
{
    if (!in.has("version")) in.note("version", msg("Thiếu trường này."));
    return in.integer("version", 0, 1, std::numeric_limits<int>::max());
}

Person read_person(const Json& json, const std::string& pointer, Wrongs& wrongs)
{
    Object in(json, pointer, wrongs,
              {"kind", "number", "name", "born_on", "sex", "phone", "email", "commune", "address"});
    Person out{.kind = owner_kind_from(in.word("kind", {"person", "enterprise", "organisation"}))
                           .value_or(OwnerKind::person),
               .number = in.text("number", 50),
               .name = in.needed("name", 200),
               .sex = in.has("sex") ? in.word("sex", {"male", "female"}) : std::string(),
               .phone = in.text("phone", 50),
               .email = in.text("email", 200),
               .commune = in.text("commune", 20),
               .address = in.text("address", 500)};
    out.born_on = read_day(in, "born_on");
    return out;
}

std::vector<std::pair<int, GivenPaper>> read_papers(Object& in)
{
    std::vector<std::pair<int, GivenPaper>> out;
    const Json* list = in.list("papers", kMostPapers);
    if (list == nullptr) return out;
    for (std::size_t i = 0; i < list->size(); ++i) {
        Object one((*list)[i], in.pointer("papers/" + std::to_string(i)), in.wrongs(),
                   {"no", "code", "originals", "certified", "copies"});
        const std::string code = one.text("code", kLongestPaperKey);
        if (!one.has("no") && code.empty()) one.note("no", msg("Thiếu trường này, hoặc thiếu code."));
        out.emplace_back(one.integer("no", -1, 0, kMostPapers - 1),
                         GivenPaper{.originals = one.integer("originals", 0, 0, 99),
                                    .certified = one.integer("certified", 0, 0, 99),
                                    .copies = one.integer("copies", 0, 0, 99),
                                    .key = code});
    }
    return out;
}

std::vector<WantedFile> read_files(Object& in)
{
    std::vector<WantedFile> out;
    const Json* list = in.list("files", kMostFiles);
    if (list == nullptr) return out;
    for (std::size_t i = 0; i < list->size(); ++i) {
        Object one((*list)[i], in.pointer("files/" + std::to_string(i)), in.wrongs(),
                   {"upload", "paper", "paper_code"});
        WantedFile file{.upload = one.needed("upload", 100),
                        .paper = one.integer("paper", -1, 0, kMostPapers - 1),
                        .paper_code = one.text("paper_code", kLongestPaperKey),
                        .pointer = one.pointer("upload")};
        if (std::ranges::find(out, file.upload, &WantedFile::upload) != out.end() && !file.upload.empty())
            one.note("upload", msg("Tệp này đã có ở mục khác."));
        out.push_back(std::move(file));
    }
    return out;
}

void read_delivery(Object& in, Reception& out)
{
    if (!in.has("delivery")) return;
    Object delivery(in.at("delivery"), in.pointer("delivery"), in.wrongs(), {"means", "address"});
    out.delivery =
        delivery_from(delivery.word("means", {"desk", "post", "electronic"})).value_or(Delivery::desk);
    out.delivery_to = delivery.text("address", 500);
}

// How it came to who lodges it.
std::optional<Origin> read_origin(Object& lodging)
{
    if (!lodging.has("origin")) return std::nullopt;
    Object in(lodging.at("origin"), lodging.pointer("origin"), lodging.wrongs(),
              {"verified_account", "databases", "store_papers", "paid_online"});
    Origin out{.verified = in.flag("verified_account"), .paid_online = in.flag("paid_online")};
    if (const Json* list = in.list("databases", kMostDatabases); list != nullptr)
        for (std::size_t i = 0; i < list->size(); ++i) {
            const Json& one = (*list)[i];
            if (one.is_string() && !one.get_ref<const std::string&>().empty() &&
                base::length(one.get_ref<const std::string&>()) <= 50)
                out.databases.push_back(base::normalise(one.get<std::string>()));
            else
                in.note("databases/" + std::to_string(i), msg("Phải là chuỗi từ 1 đến 50 ký tự."));
        }
    if (const Json* list = in.list("store_papers", kMostPapers); list != nullptr)
        for (std::size_t i = 0; i < list->size(); ++i) {
            const Json& one = (*list)[i];
            if (one.is_number_integer() && one >= 0 && one < kMostPapers)
                out.store_papers.push_back(one.get<std::int64_t>());
            else
                in.note("store_papers/" + std::to_string(i), msg("Phải là số thứ tự của một giấy tờ."));
        }
    out.from_store = !out.store_papers.empty();
    return out;
}

// The number of the paper; -1: wrong, or none is named.
int number_of(const std::vector<std::pair<int, std::string>>& papers, int no, const std::string& key,
              const std::string& pointer, std::pair<const char*, const char*> members,
              const base::Message& unknown, Wrongs& wrongs)
{
    using Known = std::pair<int, std::string>;
    const auto refused = [&](const char* member, const base::Message& words) {
        wrongs.emplace_back(pointer + "/" + member, words);
        return -1;
    };
    if (!key.empty()) {
        const auto known = std::ranges::find(papers, key, &Known::second);
        if (known == papers.end()) return refused(members.second, unknown);
        if (no >= 0 && no != known->first)
            return refused(members.second, msg("Mã giấy tờ và số thứ tự chỉ hai giấy tờ khác nhau."));
        return known->first;
    }
    if (no >= 0 && std::ranges::find(papers, no, &Known::first) == papers.end())
        return refused(members.first, unknown);
    return no;
}

}  // namespace

void number_papers(const std::vector<std::pair<int, std::string>>& papers,
                   std::vector<std::pair<int, GivenPaper>>& given, std::vector<WantedFile>& files,
                   const base::Message& unknown, Wrongs& wrongs)
{
    std::set<int> seen;
    for (std::size_t i = 0; i < given.size(); ++i) {
        auto& [no, paper] = given[i];
        const std::string pointer = "/papers/" + std::to_string(i);
        const char* named_by = no < 0 ? "code" : "no";
        no = number_of(papers, no, paper.key, pointer, {"no", "code"}, unknown, wrongs);
        if (no >= 0 && !seen.insert(no).second)
            wrongs.emplace_back(pointer + "/" + named_by, msg("Giấy tờ này đã có ở mục khác."));
    }
    for (std::size_t i = 0; i < files.size(); ++i)
        files[i].paper = number_of(papers, files[i].paper, files[i].paper_code, "/files/" + std::to_string(i),
                                   {"paper", "paper_code"}, unknown, wrongs);
}

ReadLodging read_lodging(std::string_view text)
{
    ReadLodging out;
    const Json json = Json::parse(text, nullptr, false);
    Object in(json, "", out.wrongs,
              {"agency", "procedure", "decides", "case", "way", "owner", "agent", "subject", "answers",
               "papers", "files", "sets", "note", "delivery", "foreign_code", "origin"});
    if (!out.wrongs.empty() && !json.is_object()) return out;
    Lodging& lodging = out.lodging;
    Reception& reception = lodging.reception;
    lodging.agency = in.needed("agency", 35);
    lodging.procedure = in.needed("procedure", 100);
    lodging.decides = in.text("decides", 35);
    reception.case_no = in.integer("case", 0, 0, 100);
    reception.way = way_from(in.word("way", {"online", "counter", "post"}));
    if (in.has("owner"))
        reception.owner = read_person(in.at("owner"), "/owner", out.wrongs);
    else
        in.note("owner", msg("Thiếu trường này."));
    if (in.has("agent")) reception.agent = read_person(in.at("agent"), "/agent", out.wrongs);
    reception.subject = in.text("subject", 1000);
    reception.note = in.text("note", 1000);
    reception.foreign_code = in.text("foreign_code", 100);
    reception.sets = in.integer("sets", 1, 1, 20);
    if (in.has("answers")) {
        if (in.at("answers").is_object())
            reception.answers = in.at("answers").dump();
        else
            in.note("answers", msg("Phải là một đối tượng JSON."));
    }
    read_delivery(in, reception);
    lodging.origin = read_origin(in);
    lodging.papers = read_papers(in);
    lodging.files = read_files(in);
    return out;
}

ReadSupplement read_supplement(std::string_view text)
{
    ReadSupplement out;
    const Json json = Json::parse(text, nullptr, false);
    Object in(json, "", out.wrongs, {"papers", "files"});
    out.supplement.papers = read_papers(in);
    out.supplement.files = read_files(in);
    if (out.wrongs.empty() && out.supplement.papers.empty() && out.supplement.files.empty())
        in.note("papers", msg("Nêu giấy tờ bổ sung hoặc tệp bổ sung."));
    return out;
}

ReadStepDone read_step_done(std::string_view text)
{
    ReadStepDone out;
    const Json json = Json::parse(text, nullptr, false);
    Object in(json, "", out.wrongs, {"version", "answers", "comment"});
    out.step.version = read_version(in);
    out.step.comment = in.text("comment", kLongestComment);
    if (!in.has("answers")) return out;
    if (in.at("answers").is_object())
        out.step.answers = in.at("answers").dump();
    else
        in.note("answers", msg("Phải là một đối tượng JSON."));
    return out;
}

ReadResultMade read_result_made(std::string_view text)
{
    ReadResultMade out;
    const Json json = Json::parse(text, nullptr, false);
    Object in(json, "", out.wrongs,
              {"version", "code", "name", "number", "issued_on", "signer", "upload", "paper_why"});
    out.made.version = read_version(in);
    out.made.upload = in.text("upload", 100);
    out.made.outcome = {.no = -1,
                        .code = in.text("code", 100),
                        .name = in.text("name", 500),
                        .number = in.text("number", 100),
                        .issued_on = read_day(in, "issued_on"),
                        .signer = in.text("signer", 200),
                        .paper_why = in.text("paper_why", 1000)};
    return out;
}

}  // namespace lt::dossiers::rest
