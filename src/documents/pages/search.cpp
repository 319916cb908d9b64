// Search over numbers, subjects, issuers and the text of files; live events; the table of keys.
#include "documents/pages/listing.h"
#include "documents/pages/marks.h"

namespace lt::documents::pages {

http::Response search_page(const Call& call)
{
    constexpr int kHits = 20;
    const Words& tr = call.tr;
    const std::string typed = call.request.query.get("q");
    ListQuery query;
    query.path = "/search";
    SearchPage page;
    const std::string after = call.request.query.get("after");
    if (!typed.empty()) page = search(call.documents(), call.actor, typed, page_key(after), kHits);

    View rows = View::array();
    for (const SearchHit& hit : page.hits) {
        View row{{"uid", hit.uid},
                 {"href", (hit.outgoing ? "/outgoing/" : "/incoming/") + hit.uid},
                 {"outgoing", hit.outgoing},
                 {"direction", hit.outgoing ? tr("Văn bản đi") : tr("Văn bản đến")},
                 {"subject", hit.subject},
                 {"notation", hit.notation.empty() ? tr("chưa có số") : hit.notation},
                 {"issuer", hit.issuer_name},
                 {"urgency", urgency_mark(hit.urgency)}};
        row["issued_on"] = hit.issued_on ? View(base::format_day(*hit.issued_on)) : View(false);
        rows.push_back(std::move(row));
    }
    View view{
        {"title", typed.empty() ? tr("Tìm văn bản") : tr("Tìm “{{words}}”", {{"words", typed}})},
        {"q", typed},
        {"asked", !typed.empty()},
        {"pick", false},
        {"columns", View::array({column(tr("Trích yếu"), ""), column(tr("Số ký hiệu, nơi gửi"), "lt-w-30"),
                                 column(tr("Ngày"), "lt-w-14")})}};
    const auto with_words = [&](const std::string& key) {
        std::string link = query.link("q", typed);
        return key.empty() ? link : link + "&after=" + key;
    };
    view["next_href"] =
        page.more && !page.hits.empty() ? View(with_words(to_text(page.hits.back().key))) : View(false);
    view["first_href"] = after.empty() ? View(false) : View(with_words({}));
    view["empty"] = nullptr;
    if (rows.empty() && !typed.empty()) {
        view["empty"] = {{"title", tr("Không tìm thấy văn bản nào")},
                         {"text", tr("Thử bớt từ, gõ không dấu, hoặc gõ số ký hiệu như 1234/UBND-VX.")},
                         {"href", false},
                         {"link", ""}};
    }
    view["rows"] = std::move(rows);
    return call.show("documents/search", std::move(view));
}

http::Response events(const Call& call)
{
    return http::event_stream("agency/" + std::to_string(call.actor.agency));
}

http::Response shortcuts(const Call& call)
{
    return call.show("documents/shortcuts", {{"title", call.tr("Phím tắt")}});
}

}  // namespace lt::documents::pages
