// The plug-in's side of a signature (docs/integrator/vgca.md): the order that the page hands over, the file that the plug-in fetches, the
// signed one that it brings.
#include <nlohmann/json.hpp>

#include "kit/http/policy.h"
#include "kit/http/upload.h"
#include "kit/page/blob_content.h"
#include "signing/pages/act_call.h"
#include "signing/plugin_acts.h"

namespace lt::signing::pages {
namespace {

using html::View;

constexpr std::chrono::minutes kTicketLasts{15};
constexpr std::uint64_t kAroundFile = 64 << 10;  // of the multipart body
// A signature with its picture, its fonts and its proofs.
constexpr std::uint64_t kMostAdded = 16ULL << 20;

// "https://lienthong.bacninh.gov.vn"
std::string address_of(const PluginServices& plugin, const http::Request& request)
{
    std::string address = plugin.public_url;
    while (address.ends_with('/')) address.pop_back();
    if (!address.empty()) return address;
    return (plugin.https ? "https://" : "http://") + request.header("host");
}

// For who began, as long as he is logged in; the rights of what follows are his, as they are now.
base::Result<std::unique_ptr<ActSubject>> subject_of(const ActRoutes& routes, const vgca::Ticket& ticket,
                                                     const http::Request& request)
{
    const auto me = routes.plugin.logged_in(ticket.session);
    if (!me) return base::conflict("Bạn đã đăng xuất nên lần ký này dừng. Đăng nhập rồi mở lại trang ký.");
    return routes.subject(*me, request.id);
}

struct Bearer {
    vgca::Ticket ticket{};
    std::unique_ptr<ActSubject> subject{};
    GivenFile file{};
    std::string content{};  // of the file, in the blob store
};
// Nothing for a ticket whose file is not waited for any more.
base::Result<Bearer> bearer_of(const ActRoutes& routes, const http::Request& request, vgca::Use use)
{
    auto ticket =
        vgca::unseal(request.param("ticket"), use, routes.plugin.ticket_key, routes.signing.clock->now());
    if (!ticket) return ticket.error();
    auto subject = subject_of(routes, *ticket, request);
    if (!subject) return subject.error();
    Bearer out{.ticket = std::move(*ticket), .subject = std::move(*subject)};
    out.file = {.act = out.ticket.id, .position = out.ticket.position, .sha256 = out.ticket.sha256};
    auto content = file_to_fetch(routes.signing, *out.subject, out.file);
    if (!content) return content.error();
    out.content = std::move(*content);
    return out;
}

http::Response give_file(const ActRoutes& routes, const http::Request& request)
{
    const auto bearer = bearer_of(routes, request, vgca::Use::fetch);
    if (!bearer) return http::refuse(bearer.error());
    http::Response response;
    response.content = std::make_shared<page::BlobContent>(routes.signing.blobs.open(bearer->content));
    response.header("Content-Type", "application/pdf")
        .header("Content-Disposition", "attachment; filename=\"van-ban.pdf\"")
        .header("ETag", "\"" + bearer->content + "\"")
        .header("Cache-Control", "no-store")
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    return response;
}

// The plug-in reads this form only, with status 200 also for what is refused.
http::Response refused_answer(const base::Error& error) { return http::json(vgca::refused(error)); }

// Keeps the bytes that come, in memory: what is validated is held as a whole anyway.
class MemorySink final : public http::FileSink {
public:
    explicit MemorySink(std::string& into) : into_(into) {}
    void write(std::span<const std::byte> chunk) override
    {
        into_.append(reinterpret_cast<const char*>(chunk.data()), chunk.size());
    }
    base::Result<std::string> finish() override { return std::string(); }

private:
    std::string& into_;
};

class Delivery final : public http::BodySink {
public:
    Delivery(std::shared_ptr<const ActRoutes> routes, const http::Request& request, Bearer bearer,
             std::shared_ptr<void> claimed, std::uint64_t largest)
        : routes_(std::move(routes)), bearer_(std::move(bearer)), claimed_(std::move(claimed)),
          form_(request, {.files = 1, .file = largest},
                [this](const http::Request&, const std::string& name) {
                    upload_.file_name = name;
                    return std::make_unique<MemorySink>(upload_.content);
                })
    {
    }
    void write(std::span<const std::byte> piece) override
    {
        if (wrong_) return;
        try {
            form_.feed({reinterpret_cast<const char*>(piece.data()), piece.size()});
        } catch (const http::Refused& refused) {
            wrong_ = base::invalid("uploadfile", refused.message);
        }
    }
    http::Response finish(http::Request& request) override
    {
        const auto kept = keep(request);
        if (!kept) return refused_answer(kept.error());
        return http::json(vgca::accepted(upload_.file_name, address_of(routes_->plugin, request) +
                                                                routes_->path + "/" + bearer_.ticket.id));
    }

private:
    base::Result<base::Done> keep(http::Request& request)
    {
        try {
            if (!wrong_) form_.finish(request);
        } catch (const http::Refused& refused) {
            wrong_ = base::invalid("uploadfile", refused.message);
        }
        if (wrong_) return *wrong_;
        if (!request.files.empty()) upload_.field = request.files.front().field;
        if (const auto good = vgca::check_upload(upload_); !good) return good.error();
        // Minutes may have passed: who may not sign any more by now, does not.
        const auto subject = subject_of(*routes_, bearer_.ticket, request);
        if (!subject) return subject.error();
        return deliver_file(routes_->signing, **subject, bearer_.file, bearer_.ticket.session,
                            upload_.content);
    }

    std::shared_ptr<const ActRoutes> routes_;
    Bearer bearer_;
    std::shared_ptr<void> claimed_;
    vgca::Upload upload_{};
    http::UploadForm form_;
    std::optional<base::Error> wrong_{};
};

// Nothing of the body is read for a ticket that is worth nothing.
std::unique_ptr<http::BodySink> receive_file(const std::shared_ptr<const ActRoutes>& routes,
                                             http::Request& request)
{
    auto bearer = bearer_of(*routes, request, vgca::Use::deliver);
    if (!bearer) throw http::Answer(refused_answer(bearer.error()));
    auto claimed = routes->signing.coming.claim(bearer->file.act, bearer->file.position,
                                                bearer->subject->scope().official);
    if (!claimed) throw http::Answer(refused_answer(claimed.error()));
    const std::uint64_t given = routes->signing.blobs.open(bearer->content)->size();
    try {
        return std::make_unique<Delivery>(routes, request, std::move(*bearer), *std::move(claimed),
                                          std::min(kLargestSigned, given + kMostAdded));
    } catch (const http::Refused& refused) {
        throw http::Answer(refused_answer(base::invalid("uploadfile", refused.message)));
    }
}

}  // namespace

http::Response send_order(const ActCall& call)
{
    const auto found = next_file(call.signing(), call.subject, call.act());
    if (!found) return call.refuse(found.error());
    if (!*found) return http::json(View{{"done", call.path()}}.dump());
    const NextFile& next = **found;
    vgca::Ticket ticket{.use = vgca::Use::fetch,
                        .act = next.order.act,
                        .id = next.given.act,
                        .position = next.given.position,
                        .session = accounts::me(call.request).session,
                        .sha256 = next.given.sha256,
                        .expires_at = std::min(call.now + kTicketLasts, next.until)};
    const std::string address = address_of(call.routes.plugin, call.request) + call.routes.vgca + "/";
    const std::string fetch_url =
        address + vgca::seal(ticket, call.routes.plugin.ticket_key) + "/van-ban.pdf";
    ticket.use = vgca::Use::deliver;
    const vgca::Request request =
        vgca::request_for({.act = next.order.act,
                           .fetch_url = fetch_url,
                           .deliver_url = address + vgca::seal(ticket, call.routes.plugin.ticket_key),
                           .number = next.order.number,
                           .issued_at = next.order.issued_at});
    return http::json(View{{"path", request.path},
                           {"parameters", request.parameters},
                           {"position", next.given.position},
                           {"progress", call.tr("Tệp {{number}} trong {{count}}: {{name}}.",
                                                {{"number", std::to_string(next.done + 1)},
                                                 {"count", std::to_string(next.all)},
                                                 {"name", next.name}})}}
                          .dump(-1, ' ', false, View::error_handler_t::replace));
}

void add_plugin_routes(http::Router& router, const std::shared_ptr<const ActRoutes>& routes)
{
    router.get(routes->vgca + "/{ticket}/{name}", http::everybody(),
               [routes](http::Request& request) { return give_file(*routes, request); });
    router.add({.method = http::Method::post,
                .pattern = routes->vgca + "/{ticket}",
                .access = http::everybody(),
                .body = http::Body::stream(
                    kLargestSigned + kAroundFile,
                    [routes](http::Request& request) { return receive_file(routes, request); }),
                .csrf = false});
}

}  // namespace lt::signing::pages
