#include "app/jobs_page.h"

#include <nlohmann/json.hpp>

#include "accounts/api.h"
#include "documents/jobs.h"
#include "kit/audit/audit.h"
#include "kit/base/text.h"
#include "kit/jobs/jobs.h"

namespace lt::app {
namespace {

constexpr int kMost = 200;
constexpr const char* kPath = "/admin/jobs";

html::View preservation_view(documents::Services& services, const page::Words& tr,
                             const documents::ToPreserve& kept)
{
    const std::string why =
        services.signing.preserve
            ? kept.why
            : tr("Chưa khai báo dịch vụ cấp dấu thời gian (trust.timestamps) nên chưa lập được bản lưu nào.");
    return {
        {"due",
         tr("{{due}} tệp đã phát hành cần lập hoặc gia hạn bản lưu lâu dài; {{late}} tệp chậm quá hai ngày.",
            {{"due", base::group_thousands(kept.due)}, {"late", base::group_thousands(kept.late)}})},
        {"late", kept.late > 0},
        {"why", why.empty() ? html::View(false) : html::View(why)}};
}

http::Response list(documents::Services& services, const page::Pages& pages, const http::Request& request)
{
    const page::Words tr = pages.words(request);
    html::View view{{"title", tr("Việc nền")}, {"jobs", html::View::array()}};
    auto tx = services.pool.begin({});
    const documents::ToPreserve kept = documents::to_preserve(tx, services.clock->now());
    view["preservation"] = kept.due == 0 ? html::View(nullptr) : preservation_view(services, tr, kept);
    for (const jobs::DeadLetter& letter : jobs::dead_letters(tx, kMost)) {
        view["jobs"].push_back({{"id", std::to_string(letter.id)},
                                {"kind", letter.kind},
                                {"payload", letter.payload},
                                {"error", letter.error},
                                {"attempts", std::to_string(letter.attempts)},
                                {"failed_at", base::format_vietnam(letter.failed_at)}});
    }
    view["has_jobs"] = !view["jobs"].empty();
    const auto flash = [&](const char* done, const std::string& words) {
        if (request.query.get("done") != done) return;
        view["flash"] = {{"text", words}, {"href", false}, {"link", false}, {"neutral", false}};
    };
    flash("retry", tr("Đã đưa việc trở lại hàng chờ."));
    flash("drop", tr("Đã bỏ việc."));
    return pages.show(request, "app/jobs", std::move(view));
}

std::int64_t id_of(const http::Request& request)
{
    http::Form form;
    form.add("id", request.param("id"));
    return form.integer("id").value_or(0);
}

}  // namespace

void add_jobs_routes(http::Router& router, documents::Services& services, const page::Pages& pages)
{
    const http::Access operators = accounts::needs({directory::Role::platform_operator});
    router.get(kPath, operators,
               [&services, &pages](http::Request& request) { return list(services, pages, request); });
    router.post(std::string(kPath) + "/{id}/retry", operators, [&services](http::Request& request) {
        auto tx = services.pool.begin(accounts::scope_of(request));
        jobs::retry_dead_letter(tx, services.queue, id_of(request));
        audit::record(tx, {"job.retried", request.param("id"), "{}", services.clock->now()});
        tx.commit();
        return http::redirect(std::string(kPath) + "?done=retry");
    });
    router.post(std::string(kPath) + "/{id}/drop", operators, [&services](http::Request& request) {
        auto tx = services.pool.begin(accounts::scope_of(request));
        jobs::drop_dead_letter(tx, id_of(request));
        audit::record(tx, {"job.dropped", request.param("id"), "{}", services.clock->now()});
        tx.commit();
        return http::redirect(std::string(kPath) + "?done=drop");
    });
}

}  // namespace lt::app
