// See call.h.
#include "dossiers/pages/call.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/scans/viewable.h"
#include "dossiers/store.h"
#include "kit/base/text.h"
#include "process/api.h"

namespace lt::dossiers::pages {

namespace {

struct Mark {
    const char* colour;
    const char* shape;
};
Mark mark_of(State state)
{
    switch (state) {
    case State::registered: return {"grey", "todo"};
    case State::supplement:
    case State::payment: return {"orange", "todo"};
    case State::received:
    case State::processing: return {"blue", "doing"};
    case State::resolved:
    case State::returned: return {"green", "done"};
    case State::rejected:
    case State::withdrawn:
    case State::stopped: break;
    }
    return {"red", "stop"};
}

std::string left_words(const page::Words& tr, const calendar::Distance& left)
{
    using In = calendar::Distance::In;
    const page::Words::Values count{{"count", std::to_string(left.amount)}};
    switch (left.in) {
    case In::days: return left.late ? tr("quá hạn {{count}} ngày", count) : tr("còn {{count}} ngày", count);
    case In::hours: return left.late ? tr("quá hạn {{count}} giờ", count) : tr("còn {{count}} giờ", count);
    case In::minutes: break;
    }
    return left.late ? tr("quá hạn {{count}} phút", count) : tr("còn {{count}} phút", count);
}

}  // namespace

http::Response Call::show(const char* view_name, View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view), error ? 422 : 200);
}

std::string Call::agency_name(std::int64_t agency) const
{
    const auto directory = dossiers().directory.snapshot();
    const directory::Agency* found = directory->find(agency);
    return found == nullptr ? std::string() : found->name;
}

http::Handler handler(const std::shared_ptr<const PageServices>& services, Page page)
{
    return [services, page](http::Request& request) {
        const Actor actor = accounts::find_me(request) != nullptr ? actor_of(request) : Actor{};
        const Call call{*services, request, actor, services->pages.words(request),
                        services->dossiers.clock->now()};
        http::Response response = page(call);
        note_shown(call, response);
        return response;
    };
}

void Call::note_look(db::Transaction& tx, const Dossier& dossier, const std::string& why) const
{
    store::note_look(tx, dossier, why, now);
    looked = true;
}

void note_shown(const Call& call, const http::Response& shown)
{
    const auto uid = call.request.params.find("uid");
    if (call.looked || shown.status != 200 || call.request.method != http::Method::get ||
        uid == call.request.params.end() || !call.request.path.starts_with(path_of(uid->second)))
        return;
    // Who is asked for one thing only sees its page and not the dossier itself.
    db::Scope scope = scope_of(call.actor);
    scope.reach = db::Reach::agency;
    db::Transaction tx = call.dossiers().pool.begin(scope);
    store::note_look(tx, uid->second, "page", call.now);
    tx.commit();
}

std::string path_of(const std::string& uid) { return std::string(kDossiers) + "/" + uid; }

std::optional<http::Response> too_many_look_ups(const Call& call)
{
    if (call.services.look_ups->allow(call.request.remote, call.now)) return std::nullopt;
    http::Response response = call.services.pages.error(
        call.request, 429, {},
        call.tr("Có quá nhiều lần tra cứu từ địa chỉ mạng này. Thử lại sau một phút."));
    response.header("Retry-After", "60");
    return response;
}

View state_view(const page::Words& tr, State state)
{
    const Mark mark = mark_of(state);
    return {{"label", tr(words_of(state))}, {"colour", mark.colour}, {"shape", mark.shape}};
}

View due_view(const Call& call, std::int64_t agency, std::optional<base::Time> due)
{
    if (!due) return nullptr;
    const calendar::Distance left = call.dossiers().process.distance(agency, *due, call.now);
    return {{"relative", left_words(call.tr, left)},
            {"at", base::format_vietnam(*due)},
            {"soon", !left.late && left.in != calendar::Distance::In::days},
            {"late", left.late}};
}

View due_of(const Call& call, const lists::Row& row)
{
    switch (row.state) {
    case State::registered: return due_view(call, row.agency, row.accept_by);
    case State::supplement: return due_view(call, row.agency, row.supplement_by);
    case State::received:
    case State::processing: return due_view(call, row.decides, row.due_at);
    case State::payment:
    case State::rejected:
    case State::withdrawn:
    case State::stopped:
    case State::resolved:
    case State::returned: break;
    }
    return nullptr;
}

View column(const std::string& label, const char* css_class)
{
    return {{"label", label}, {"class", css_class}};
}

bool is_code(std::string_view text)
{
    constexpr std::size_t kLongest = 34;  // fits on a phone
    const auto fits = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.' || c == '-' || c == '/';
    };
    return text.size() <= kLongest && std::ranges::all_of(text, fits) && !text.ends_with('-') &&
           std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

View pieces_of(std::string_view text)
{
    View out = View::array();
    std::size_t begin = 0;  // of what stands before the next code
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        std::string_view word = text.substr(at, end - at);
        word = word.substr(0, word.find_last_not_of(".,;:)") + 1);
        if (word.find('-') != word.npos && is_code(word)) {
            out.push_back({{"before", text.substr(begin, at - begin)}, {"code", word}});
            begin = at + word.size();
        }
        at = end + 1;
    }
    out.push_back({{"before", text.substr(begin)}, {"code", false}});
    return out;
}

View fact(const std::string& key, const std::string& value, const std::string& href, const std::string& note)
{
    return {{"key", key},
            {"value", value},
            {"whole", is_code(value)},
            {"href", href.empty() ? View(false) : View(href)},
            {"note", note.empty() ? View(false) : View(note)}};
}

std::string money(const page::Words& tr, std::int64_t amount)
{
    return tr("{{amount}} đồng", {{"amount", base::group_thousands(amount)}});
}

std::map<std::int64_t, std::string> names_of_people(const Call& call, db::Transaction& tx,
                                                    std::int64_t agency)
{
    std::map<std::int64_t, std::string> out;
    for (const directory::Person& person : directory::people(tx, agency, call.today()))
        out.emplace(person.official, person.name);
    return out;
}

FormFiles take_form_files(const Call& call, const std::string& prefix, int papers)
{
    FormFiles out;
    const auto take = [&](const std::string& field, const std::string& kept, int paper) {
        std::vector<std::string> ids = call.request.form.all(kept);
        for (const http::UploadedFile& file : call.request.files) {
            if (file.field != field) continue;
            if (file.refused)
                out.wrong.emplace_back(field, file.refused->message);
            else if (std::ranges::find(ids, file.id) == ids.end())
                ids.push_back(file.id);
        }
        for (const std::string& id : ids) {
            auto taken = call.services.take_files(call.request, {id});
            if (!taken) {
                out.wrong.emplace_back(field, taken.error().message);
                continue;
            }
            for (NewFile& file : *taken) {
                file.paper = paper;
                out.good.push_back(std::move(file));
            }
        }
    };
    for (int no = 0; no < papers; ++no)
        take(prefix + "_" + std::to_string(no), "upload_" + prefix + "_" + std::to_string(no), no);
    take(prefix, "upload_" + prefix, -1);
    return out;
}

void make_viewable(const Call& call, const std::string& prefix, FormFiles& files)
{
    auto turn = call.dossiers().conversions.begin();
    for (NewFile& file : files.good)
        if (const auto made = scans::make_viewable(call.dossiers().blobs, file, turn); !made)
            files.wrong.emplace_back(file.paper < 0 ? prefix : prefix + "_" + std::to_string(file.paper),
                                     made.error().message);
}

void add_file_field(page::FormView& form, const std::string& name, const std::string& label,
                    const FormFiles* sent, int paper, const page::Words& tr)
{
    View uploads = View::array();
    if (sent != nullptr)
        for (const NewFile& one : sent->good)
            if (one.paper == paper)
                uploads.push_back({{"upload", one.upload},
                                   {"file_name", one.name},
                                   {"file_size", base::format_size(one.blob.size)}});
    form.field(name, label, "",
               {{"hint", tr("PDF, DOCX hoặc ảnh, tối đa 200 MB mỗi tệp.")},
                {"accept", ".pdf,.docx,.jpg,.jpeg,.png,.tif,.tiff"},
                {"multiple", true},
                {"optional", true},
                {"tus", "/uploads"},
                {"upload_name", "upload_" + name},
                {"uploads", std::move(uploads)}});
}

}  // namespace lt::dossiers::pages
