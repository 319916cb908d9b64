// See routes.h.
#include "dossiers/rest/routes.h"

#include "dossiers/portal/inbound.h"
#include "dossiers/rest/handlers.h"
#include "dossiers/store.h"
#include "exchange/hub/caller.h"
#include "kit/page/stored_file.h"

namespace lt::dossiers::rest {

using base::msg;
using http::Method;

namespace {

constexpr std::uint64_t kLargestCall = 1 << 20;      // bytes of JSON
constexpr std::uint64_t kLargestRecords = 16 << 20;  // of the portal
constexpr std::uint64_t kMultipartMore = 64 << 10;   // what a form has around its file

// Open to the connection: each call says who makes it, and is answered 401 when that is not so.
http::Access systems()
{
    return {"connected system", [](const http::User*) { return http::Verdict::allow; }};
}

using Answering = http::Response (*)(const Call&);
using PortalWork = std::string (*)(portal::PortalServices&, const std::string&);

struct Adding {
    std::shared_ptr<const RestServices> services;
    http::Router& router;

    void add(Method method, const char* path, Answering work) const
    {
        router.add({.method = method,
                    .pattern = path,
                    .access = systems(),
                    .handler =
                        [services = services, work](http::Request& request) {
                            const auto called = who_calls(*services, request);
                            if (const auto* refusal = std::get_if<http::Response>(&called)) return *refusal;
                            return work({*services, std::get<Caller>(called), request});
                        },
                    .body = method == Method::get ? http::Body::none() : http::Body::bytes(kLargestCall),
                    .csrf = false});
    }

    void add_upload(const char* path) const
    {
        const auto sink = [services = services](http::Request& request) {
            auto called = who_calls(*services, request);
            if (const auto* refusal = std::get_if<http::Response>(&called)) throw http::Answer(*refusal);
            return take_upload(*services, std::get<Caller>(std::move(called)), request);
        };
        router.add({.method = Method::post,
                    .pattern = path,
                    .access = systems(),
                    .handler = {},
                    .body = http::Body::stream(services->largest_file + kMultipartMore, sink),
                    .csrf = false});
    }

    // The portal reads error_code, and takes another status for a broken line.
    void add_portal(const char* path, PortalWork work) const
    {
        router.add({.method = Method::post,
                    .pattern = path,
                    .access = systems(),
                    .handler =
                        [services = services, work](http::Request& request) {
                            const auto called = who_calls(*services, request);
                            if (const auto* refusal = std::get_if<http::Response>(&called)) return *refusal;
                            if (!std::get<Caller>(called).may(Right::portal, 0))
                                return problem(403,
                                               msg("Hệ thống này không phải Cổng Dịch vụ công quốc gia."));
                            return http::json(work(services->portal, request.body));
                        },
                    .body = http::Body::bytes(kLargestRecords),
                    .csrf = false});
    }
};

http::Response portal_file(const Call& call)
{
    if (!call.caller.may(Right::portal, 0))
        return problem(403, msg("Hệ thống này không phải Cổng Dịch vụ công quốc gia."));
    const std::string& uid = call.request.param("file");
    std::optional<portal::FilePlace> place;
    {
        db::Transaction tx = call.dossiers().pool.begin({});
        place = portal::place_of_file(tx, uid);
    }
    if (!place) return problem(404, msg("Không có tệp này."));
    db::Transaction tx = call.dossiers().pool.begin(scope_of(call.actor(place->agency)));
    const auto dossier = store::find(tx, place->dossier);
    const auto file = dossier ? store::find_file(tx, dossier->id, uid) : std::nullopt;
    if (!file) return problem(404, msg("Không có tệp này."));
    store::note_look(tx, *dossier, "national portal", call.now());
    tx.commit();
    return page::stored_file(
        call.dossiers().blobs.open(file->sha256),
        {.name = file->name, .media_type = file->media_type, .sha256 = file->sha256, .download = true});
}

}  // namespace

void add_routes(http::Router& router, RestServices given)
{
    given.rates = std::make_shared<exchange::hub::Rates>();
    const Adding to{std::make_shared<const RestServices>(std::move(given)), router};
    to.add(Method::post, "/api/v1/dossiers", lodge);
    to.add(Method::get, "/api/v1/dossiers/{id}", show_dossier);
    to.add(Method::post, "/api/v1/dossiers/{id}/supplements", supplement);
    to.add(Method::get, "/api/v1/steps", open_steps);
    to.add(Method::post, "/api/v1/dossiers/{id}/steps/{step}", report_step);
    to.add(Method::post, "/api/v1/dossiers/{id}/results", record_result);
    to.add(Method::get, "/api/v1/dossiers/{id}/receipt.pdf", receipt);
    to.add(Method::get, "/api/v1/dossiers/{id}/files/{file}", result_file);
    to.add(Method::get, "/api/v1/changes", changes);
    to.add(Method::get, "/api/v1/procedures", list_procedures);
    to.add(Method::get, "/api/v1/procedures/{code}", show_procedure);
    to.add_upload("/api/v1/files");
    to.add_portal("/api/portal/nhanhsdvcqg", portal::take_lodged);
    to.add_portal("/api/portal/dptracuuthanhtoanhs", portal::what_is_due);
    to.add(Method::get, "/api/portal/files/{file}", portal_file);
    router.get("/api/v1/openapi.yaml", http::everybody(), [services = to.services](http::Request&) {
        http::Response out;
        out.body = services->openapi;
        out.header("Content-Type", "application/yaml; charset=utf-8");
        return out;
    });
}

}  // namespace lt::dossiers::rest
