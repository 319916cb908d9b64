// See first_answers.h.
#include "dossiers/pages/first_answers.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/facts.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"

namespace lt::dossiers::pages {
namespace {

using Json = nlohmann::json;

constexpr int kEarlierDossiers = 10;
constexpr std::string_view kVault = "vault.";
constexpr std::string_view kFromEarlier = "earlier";

std::optional<forms::Schema> schema_of(const procedures::Version& version)
{
    if (version.ready.form.empty()) return std::nullopt;
    auto schema = forms::read(version.ready.form);
    if (!schema) throw base::Bug("the form of an approved procedure can't be read: " + version.code);
    return *std::move(schema);
}

// By whom a form is filled; "" where nobody is known by it.
std::string key_of(const Person& owner)
{
    return owner.number.empty() ? "" : std::string(to_text(owner.kind)) + " " + owner.number;
}

// "lines" for "lines.0.name", which was filled with its list; "" for what was not filled.
std::string source_of(const forms::Filled& filled, const std::string& name)
{
    for (const auto& one : filled.from)
        if (name == one.path || name.starts_with(one.path + ".")) return one.source;
    return "";
}

// What stands on a confirmed paper, by the names that x-fill uses.
void add_paper(forms::Facts& facts, const vault::Paper& paper)
{
    const std::string prefix = std::string(kVault) + paper.code + ".";
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) facts[prefix + name] = value;
    };
    add("number", paper.number);
    add("issued_by", paper.issuer);
    add("issued_on", paper.issued_on ? base::format_iso(*paper.issued_on) : "");
    add("expires_on", paper.valid_to ? base::format_iso(*paper.valid_to) : "");
}

std::string text_in(const Json& object, const char* name)
{
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

FirstAnswers::FirstAnswers(const Call& call, const procedures::Version& version, const http::Form& typed,
                           const Person& owner, const std::optional<Person>& kept)
    : call_(call), version_(version), owner_(owner), kept_(kept), schema_(schema_of(version)), form_(typed),
      is_first_(typed.get("questions_shown") != version.uid)
{
    // Without a script a row more or less comes by a button.
    if (schema_)
        if (const auto changed = forms::rearranged(*schema_, form_.fields())) {
            form_ = http::Form();
            for (const auto& [name, value] : *changed) form_.add(name, value);
        }
    if (!is_first_) read_marks(typed.get(kField));
    forget_other_owner(key_of(owner));
}

void FirstAnswers::read_marks(const std::string& json)
{
    const Json read = Json::parse(json, nullptr, false);
    if (!read.is_object()) return;
    marked_owner_ = text_in(read, "owner");
    if (read.contains("earlier")) earlier_ = text_in(read, "earlier");
    const auto values = read.find("values");
    if (values == read.end() || !values->is_object()) return;
    for (const auto& item : values->items())
        if (item.value().is_object())
            marks_[item.key()] = {text_in(item.value(), "source"), text_in(item.value(), "value")};
}

void FirstAnswers::forget_other_owner(const std::string& owner)
{
    const bool is_other = !marked_owner_.empty() && marked_owner_ != owner;
    if (marked_owner_ != owner) earlier_.reset();
    marked_owner_ = owner;
    if (is_other) forget("");
}

void FirstAnswers::forget(std::string_view source)
{
    const auto goes = [&](const std::string& name) {
        const auto mark = marks_.find(name);
        return mark != marks_.end() && mark->second.source.starts_with(source);
    };
    http::Form left;
    for (const auto& [name, value] : form_.fields())
        if (!goes(name) || marks_.at(name).value != value) left.add(name, value);
    form_ = std::move(left);
    std::erase_if(marks_, [&](const auto& mark) { return mark.second.source.starts_with(source); });
}

void FirstAnswers::forget_vault() { forget(kVault); }

forms::Facts FirstAnswers::facts_of_owner() const
{
    Person known = owner_;
    // Who has moved lives in another commune, perhaps.
    if (kept_ && kept_->address == owner_.address) known.commune = kept_->commune;
    return facts_of(known, call_.services.lists->units);
}

std::vector<std::string> FirstAnswers::fill(const forms::Facts& facts, const std::string& earlier)
{
    forms::Asked asked{.lists = *call_.services.lists, .today = call_.today()};
    asked.before = forms::take(*schema_, form_.fields(), asked).answers;
    const forms::Filled filled = forms::fill(*schema_, facts, earlier, asked);
    std::map<std::string, std::string, std::less<>> made;
    std::vector<std::string> names;
    for (const auto& [name, value] : forms::typed_of(*schema_, filled.answers)) {
        const std::string source = source_of(filled, name);
        if (source.empty() || !form_.get(name).empty() || marks_.contains(name)) continue;
        made[name] = value;
        marks_[name] = {source, value};
        names.push_back(name);
    }
    if (made.empty()) return names;
    http::Form all;
    for (const auto& [name, value] : form_.fields())
        if (!made.contains(name)) all.add(name, value);
    for (const auto& [name, value] : made) all.add(name, value);
    form_ = std::move(all);
    return names;
}

void FirstAnswers::fill_from_owner(db::Transaction& tx)
{
    if (!schema_) return;
    const forms::Facts facts = facts_of_owner();
    if (!earlier_ && !owner_.number.empty()) {
        earlier_ = "";
        for (const lists::Declared& one : lists::declared(tx, owner_.kind, owner_.number, kEarlierDossiers)) {
            const std::vector<std::string> names = fill(facts, one.answers);
            if (std::ranges::none_of(
                    names, [&](const auto& name) { return marks_.at(name).source == kFromEarlier; }))
                continue;
            earlier_ = one.code;
            store::note_look(tx, {.id = one.id}, "reception", call_.now);
            return;
        }
    }
    fill(facts, "{}");
}

void FirstAnswers::fill_from_vault(db::Transaction& tx, const std::vector<Reusable>& offered)
{
    if (!schema_ || offered.empty()) return;
    std::map<std::string, std::string, std::less<>> items;  // by the type of the paper; the newest of each
    forms::Facts facts;
    for (const Reusable& one : offered)
        if (items.emplace(one.offer.paper.code, one.offer.uid).second) add_paper(facts, one.offer.paper);
    const auto set_aside = take_out_earlier(facts);
    std::map<std::string, Json, std::less<>> used;  // names of questions, by the item
    for (const std::string& name : fill(facts, "{}")) {
        const std::string& source = marks_.at(name).source;
        const std::string type = source.substr(kVault.size(), source.rfind('.') - kVault.size());
        used[items.at(type)].push_back(name);
    }
    for (const auto& [name, mark] : set_aside) {
        if (marks_.contains(name)) continue;
        form_.add(name, mark.value);
        marks_[name] = mark;
    }
    for (const auto& [item, names] : used)
        audit::record(
            tx,
            {.action = "vault.fields_used",
             .subject = item,
             .detail =
                 Json{{"dossier", form_.get("key")}, {"purpose", version_.code}, {"fields", names}}.dump(),
             .at = call_.now});
}

FirstAnswers::Marks FirstAnswers::take_out_earlier(const forms::Facts& facts)
{
    Marks out;
    for (const auto& [name, mark] : marks_) {
        const forms::Field* field = schema_->find(name);
        if (field == nullptr || mark.source != kFromEarlier || form_.get(name) != mark.value) continue;
        if (facts.contains(field->fill.substr(0, field->fill.find(' ')))) out.insert({name, mark});
    }
    http::Form left;
    for (const auto& [name, value] : form_.fields())
        if (!out.contains(name)) left.add(name, value);
    form_ = std::move(left);
    for (const auto& [name, mark] : out) marks_.erase(name);
    return out;
}

std::map<std::string, std::string, std::less<>> FirstAnswers::hints() const
{
    const page::Words& tr = call_.tr;
    std::map<std::string, std::string, std::less<>> out;
    for (const auto& [name, mark] : marks_) {
        if (mark.value.empty() || form_.get(name) != mark.value) continue;
        out[name] = mark.source == kFromEarlier ? tr("Đã điền từ hồ sơ trước {{code}}, hãy kiểm tra",
                                                     {{"code", earlier_.value_or("")}})
                    : mark.source.starts_with(kVault) ? tr("Đã điền từ kho dữ liệu, hãy kiểm tra")
                                                      : tr("Đã điền từ thông tin chủ hồ sơ, hãy kiểm tra");
    }
    return out;
}

std::string FirstAnswers::marks() const
{
    Json values = Json::object();
    for (const auto& [name, mark] : marks_) values[name] = {{"source", mark.source}, {"value", mark.value}};
    Json out{{"owner", marked_owner_}, {"values", std::move(values)}};
    if (earlier_) out["earlier"] = *earlier_;
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string commune_told(const procedures::Version& version, const std::string& answers, const Person& owner)
{
    const auto schema = schema_of(version);
    if (!schema || owner.number.empty()) return "";
    const forms::Facts said = forms::told(*schema, answers);
    const auto number = said.find("owner.identity_number");
    const auto commune = said.find("owner.residence.commune");
    return number != said.end() && number->second == owner.number && commune != said.end() ? commune->second
                                                                                           : "";
}

}  // namespace lt::dossiers::pages
