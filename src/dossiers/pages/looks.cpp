// See looks.h.
#include "dossiers/pages/looks.h"

#include <array>

#include <nlohmann/json.hpp>

#include "dossiers/looks.h"
#include "dossiers/store.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"

namespace lt::dossiers::pages {
namespace {

using looks::Look;

constexpr int kTracesAtATime = 50;
constexpr const char* kLooks = "/dossiers/looks";

struct Words {
    std::string_view what;
    const char* words;
};
constexpr std::array kWords{
    Words{"desk", msg("Trang hồ sơ, ở bộ phận một cửa")},
    Words{"leads", msg("Trang hồ sơ, lãnh đạo cơ quan giải quyết")},
    Words{"takes_part", msg("Trang hồ sơ, người tham gia giải quyết")},
    Words{"file", msg("Mở tệp")},
    Words{"form", msg("Mở tờ khai")},
    Words{"reception", msg("Lấy thông tin đã khai khi tiếp nhận hồ sơ khác")},
    Words{"slip", msg("Mở giấy tờ đã lập")},
    Words{"control", msg("Mở phiếu kiểm soát")},
    Words{"act", msg("Trang thao tác")},
    Words{"payment", msg("Trang phí, lệ phí")},
    Words{"addition", msg("Trang thêm kết quả, tệp")},
    Words{"undo", msg("Trang lấy lại mục đã thêm")},
    Words{"page", msg("Trang công việc của hồ sơ")},
    Words{"result", msg("Kết quả")},
    Words{"digitise", msg("Số hoá giấy tờ")},
    Words{"petition", msg("Phản ánh, kiến nghị")},
    Words{"looks", msg("Trang người đã xem")},
    Words{"national portal", msg("Cổng Dịch vụ công quốc gia tải tệp")},
    Words{"search", msg("Tìm hồ sơ")},
    Words{"figures", msg("Danh sách sau số liệu")},
    Words{"batch", msg("Phiếu bàn giao")},
    Words{"batch_file", msg("Mở tệp phiếu bàn giao")},
    Words{"register", msg("Xuất sổ theo dõi hồ sơ")},
};
std::string words_of_look(const Call& call, const std::string& what)
{
    constexpr std::string_view kSystem = "system ";
    if (what.starts_with(kSystem))
        return call.tr("Hệ thống {{name}} truy vấn", {{"name", what.substr(kSystem.size())}});
    const auto* found = std::ranges::find(kWords, what, &Words::what);
    return found == kWords.end() ? what : call.tr(found->words);
}

// Rows of a page. Officials of other agencies are named, too: the leader has to be able to ask them.
void add_rows(View& view, const Call& call, db::Transaction& tx, const std::vector<Look>& all)
{
    std::map<std::int64_t, std::map<std::int64_t, std::string>> people;
    view["rows"] = View::array();
    for (const Look& look : all) {
        auto known = people.find(look.agency);
        if (known == people.end())
            known = people.emplace(look.agency, names_of_people(call, tx, look.agency)).first;
        const auto name = known->second.find(look.official);
        const std::string agency = call.agency_name(look.agency);
        const std::string who = name == known->second.end() ? agency : name->second;
        view["rows"].push_back({{"at", base::format_vietnam(look.at)},
                                {"who", who},
                                {"agency", who == agency ? View(false) : View(agency)},
                                {"what", words_of_look(call, look.what)},
                                {"words", look.words.empty() ? View(false) : View(look.words)}});
    }
    view["columns"] = {column(call.tr("Lúc")), column(call.tr("Người xem")), column(call.tr("Xem gì"))};
    if (all.empty()) view["empty"] = {{"title", call.tr("Chưa ai xem")}, {"text", false}, {"href", false}};
}

// Where a page goes on, as its links say.
std::optional<looks::Behind> behind_of(const Call& call)
{
    constexpr std::int64_t kYear10000 = 253'402'300'799'000'000;  // the year 10000
    const auto at = call.request.query.integer("at");
    if (!at || *at < 0 || *at > kYear10000) return std::nullopt;
    return looks::Behind{base::Time(std::chrono::microseconds(*at)),
                         call.request.query.integer("by").value_or(0)};
}

// Cuts to a page, and links to the next one.
void cut(View& view, std::vector<Look>& all, const std::string& path)
{
    view["next_href"] = false;
    view["first_href"] = false;
    if (std::ssize(all) <= kTracesAtATime) return;
    all.pop_back();
    const Look& last = all.back();
    view["next_href"] = path + (path.find('?') == std::string::npos ? "?" : "&") +
                        (last.id != 0 ? "after=" + std::to_string(last.id)
                                      : "at=" + std::to_string(last.at.time_since_epoch().count()) +
                                            "&by=" + std::to_string(last.official));
}

}  // namespace

std::optional<Dossier> look_at(const Call& call, db::Transaction& tx, const char* what)
{
    auto dossier = store::find(tx, call.uid());
    if (dossier) call.note_look(tx, *dossier, what);
    return dossier;
}

bool may_see_looks(const Call& call, const Dossier& dossier)
{
    const Part part = part_of(call.actor, dossier);
    return call.actor.role == directory::Role::leader && (part.receives || part.decides);
}

http::Response dossier_looks(const Call& call)
{
    db::Transaction tx = call.begin();
    const auto dossier = look_at(call, tx, "looks");
    if (!dossier) return call.refuse(no_dossier());
    if (!may_see_looks(call, *dossier))
        return call.refuse(base::forbidden(
            msg("Chỉ lãnh đạo cơ quan tiếp nhận, cơ quan giải quyết xem được ai đã xem hồ sơ.")));
    auto all = looks::of_dossier(tx, dossier->id, behind_of(call), kTracesAtATime + 1);
    View view{{"title", call.tr("Ai đã xem hồ sơ")},
              {"back", {{"href", path_of(dossier->uid)}, {"label", dossier->code}}},
              {"find", false},
              {"agency_href", kLooks}};
    cut(view, all, path_of(dossier->uid) + "/looks");
    add_rows(view, call, tx, all);
    tx.commit();
    return call.show("dossiers/looks", std::move(view));
}

http::Response agency_looks(const Call& call)
{
    std::string number = call.request.query.get("number");
    std::erase_if(number, [](char c) { return c == ' '; });
    const auto kind = owner_kind_from(call.request.query.get("kind")).value_or(OwnerKind::person);
    db::Transaction tx = call.begin();
    std::vector<Look> all;
    if (number.empty()) {
        looks::note_many(tx, "looks", "", call.now);
        all = looks::of_agency(tx, call.request.query.integer("after").value_or(0), kTracesAtATime + 1);
    } else {
        all = looks::of_citizen(tx, kind, number, behind_of(call), kTracesAtATime + 1, call.now);
    }
    View view{{"title", number.empty() ? call.tr("Ai đã tìm, xuất dữ liệu hồ sơ")
                                       : call.tr("Ai đã tra cứu công dân, tổ chức")},
              {"back", {{"href", kDossiers}, {"label", call.tr("Hồ sơ một cửa")}}},
              {"agency_href", number.empty() ? View(false) : View(kLooks)}};
    page::FormView form(view, call.request.query, nullptr, call.tr);
    form.field("number", call.tr("Số định danh, mã số"), "", {{"width", "20"}, {"inputmode", "numeric"}});
    form.choices("kind", call.tr("Của"),
                 {{"person", call.tr("công dân"), "", kind == OwnerKind::person},
                  {"enterprise", call.tr("doanh nghiệp"), "", kind == OwnerKind::enterprise},
                  {"organisation", call.tr("tổ chức"), "", kind == OwnerKind::organisation}},
                 {{"inline", true}});
    view["find"] = true;
    cut(view, all,
        number.empty() ? std::string(kLooks)
                       : std::string(kLooks) + "?kind=" + std::string(to_text(kind)) +
                             "&number=" + http::percent_encode(number));
    add_rows(view, call, tx, all);
    tx.commit();
    return call.show("dossiers/looks", std::move(view));
}

}  // namespace lt::dossiers::pages
