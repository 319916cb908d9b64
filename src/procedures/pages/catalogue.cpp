// For everybody: what can be asked for, and one procedure.
#include <nlohmann/json.hpp>

#include "kit/base/ids.h"
#include "kit/http/ascii.h"
#include "procedures/pages/call.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

constexpr int kPage = 30;

std::string query_of(const store::Wish& wish)
{
    std::string out;
    if (!wish.words.empty()) out += "&q=" + http::percent_encode(wish.words);
    if (wish.field != 0) out += "&field=" + std::to_string(wish.field);
    return out;
}

store::Wish wish_of(const Call& call)
{
    store::Wish wish{.words = call.request.query.get("q"),
                     .field = call.request.query.integer("field").value_or(0),
                     .limit = kPage + 1};
    const std::string after = call.request.query.get("after");
    if (base::is_uid(after)) wish.after = Listed{.uid = after, .sort_name = call.request.query.get("name")};
    return wish;
}

}  // namespace

http::Response catalogue(const Call& call)
{
    const store::Wish wish = wish_of(call);
    View view{{"title", call.tr(msg("Thủ tục hành chính"))},
              {"q", wish.words},
              {"rows", View::array()},
              {"fields", View::array()}};
    db::Transaction tx = call.services.pool.begin({});
    view["asked"] = !wish.words.empty() || wish.field != 0;
    for (const Field& field : store::fields(tx, call.today())) {
        view["fields"].push_back({{"name", field.name},
                                  {"count", field.procedures},
                                  {"href", std::string(kCatalogue) + "?field=" + std::to_string(field.id)}});
        if (field.id == wish.field) view["field"] = {{"id", field.id}, {"name", field.name}};
    }
    if (view["asked"] == true) {
        std::vector<Listed> rows = store::search(tx, wish, call.today());
        if (rows.size() > kPage) {
            rows.pop_back();
            const Listed& last = rows.back();
            view["next_href"] = std::string(kCatalogue) + "?after=" + last.uid +
                                "&name=" + http::percent_encode(last.sort_name) + query_of(wish);
        }
        for (const Listed& one : rows)
            view["rows"].push_back({{"href", std::string(kCatalogue) + "/" + http::percent_encode(one.code)},
                                    {"code", one.code},
                                    {"name", one.name},
                                    {"field", one.field}});
    }
    view["has_rows"] = !view["rows"].empty();
    view["has_fields"] = !view["fields"].empty();
    return call.services.pages.show(call.request, "procedures/catalogue", std::move(view));
}

http::Response procedure(const Call& call)
{
    db::Transaction tx = call.services.pool.begin({});
    const auto version = store::find_in_force(tx, call.request.param("code"), call.today());
    if (!version) return call.refuse(base::not_found(msg("Không có thủ tục nào mang mã này đang áp dụng.")));
    View view{{"title", version->procedure.name},
              {"back", {{"href", kCatalogue}, {"label", call.tr(msg("Thủ tục hành chính"))}}}};
    add_procedure(view, *version, call.tr);
    add_places(view, call, tx, *version);
    view["in_force"] = base::format_day(*version->from);
    return call.services.pages.show(call.request, "procedures/procedure", std::move(view));
}

}  // namespace lt::procedures::pages
