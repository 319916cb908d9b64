// Which models the agency's decisions are made by, its own and those that it inherits.
#include <array>

#include <nlohmann/json.hpp>

#include "decisions/pages/call.h"
#include "kit/http/ascii.h"
#include "kit/page/notice.h"

namespace lt::decisions::pages {
namespace {

using html::View;
using page::msg;

constexpr int kKeys = 50;  // a page

View column(const std::string& label, const char* width = nullptr)
{
    return {{"label", label},
            {"class", width == nullptr ? View(false) : View(width)},
            {"sorted", false},
            {"href", false},
            {"mark", false}};
}

}  // namespace

http::Response models(const Call& call)
{
    const auto& tr = call.tr;
    std::vector<store::Row> found;
    {
        db::Transaction tx = call.begin();
        found = store::models(tx, call.agency(), call.today(), call.request.query.get("after"), kKeys + 1);
    }
    // One key more than a page has says that there is another page.
    std::string last;
    int keys = 0;
    View rows = View::array(), next = false;
    for (const store::Row& row : found) {
        const Version& version = row.version;
        if (version.key != last && ++keys > kKeys) {
            next = std::string(kModels) + "?after=" + http::percent_encode(last);
            break;
        }
        last = version.key;
        const State state = state_of(version, call.today(), row.applies);
        rows.push_back({{"name", version.name},
                        {"href", path_of(version)},
                        {"key", version.key},
                        {"owner", call.owner_name(version.agency)},
                        {"version", number_of(tr, version)},
                        {"validity", validity(tr, version)},
                        {"basis", version.basis},
                        {"state", tr(state.text)},
                        {"css", state.css}});
    }
    View view{{"title", tr("Mô hình quyết định")},
              {"has_rows", !rows.empty()},
              {"next_href", std::move(next)},
              {"may_deploy", call.may_deploy()}};
    if (rows.empty())
        view["empty"] = {
            {"title", tr("Chưa có mô hình quyết định nào")},
            {"text",
             tr("Mức phí, thời hạn và cách phân luồng viết thành bảng quyết định (DMN) thì quy trình tính theo đó, và giải thích được.")},
            {"href", call.may_deploy() ? View(std::string(kModels) + "/new") : View(false)},
            {"link", tr("Thêm mô hình")}};
    view["rows"] = std::move(rows);
    view["columns"] = View::array({column(tr("Mô hình")), column(tr("Hiệu lực"), "lt-w-17"),
                                   column(tr("Căn cứ"), "lt-w-35"), column(tr("Trạng thái"), "lt-w-17")});
    return call.services.pages.show(call.request, "decisions/models", std::move(view));
}

}  // namespace lt::decisions::pages
