// Paths of the documents: who may use each, and how much a form may send.
#include "documents/routes.h"

#include "documents/pages/call.h"
#include "documents/pages/key_fields.h"
#include "documents/pages/progress.h"
#include "kit/base/ids.h"

namespace lt::documents {
namespace {

using directory::Role;
using Page = http::Response (*)(const pages::Call&);

constexpr std::uint64_t kUploadLimit = 620ULL << 20;  // three of the largest files and the fields

http::Handler handler(const std::shared_ptr<const PageServices>& services, Page page)
{
    return [services, page](http::Request& request) {
        return page({*services, request, actor_of(request), services->pages.words(request),
                     services->documents.clock->now()});
    };
}

// A path with an id answers "not found" for anything that is none, before the database is asked.
http::Handler with_uid(const std::shared_ptr<const PageServices>& services, Page page)
{
    return [services, inner = handler(services, page)](http::Request& request) {
        if (!base::is_uid(request.param("uid"))) return services->pages.refuse(request, pages::no_document());
        return inner(request);
    };
}

struct Step {
    const char* path;
    Page form;  // nullptr: the form stands on the document's page
    Page send;
};

constexpr Step kIncomingSteps[] = {
    {"acceptance", nullptr, pages::incoming_accept},
    {"submission", nullptr, pages::incoming_submit},
    {"start", nullptr, pages::incoming_start},
    {"completion", nullptr, pages::incoming_complete},
    {"refusal", pages::refusal_form, pages::refusal},
    {"assignments", pages::assign_form, pages::assign_send},
    {"report", pages::report_form, pages::report_send},
    {"recall-answer", pages::recall_answer_form, pages::recall_answer},
    {"verdict", nullptr, pages::incoming_judge},
};

constexpr Step kOutgoingSteps[] = {
    {"submission", nullptr, pages::outgoing_submit},
    {"withdrawal", nullptr, pages::outgoing_take_back},
    {"approval", nullptr, pages::outgoing_approve},
    {"signature", nullptr, pages::outgoing_sign},
    {"places", pages::places_form, pages::places_send},
    {"return", pages::return_form, pages::return_send},
    {"issue", pages::issue_form, pages::issue_send},
    {"recall", pages::recall_form, pages::recall_send},
    {"discard", pages::discard_form, pages::discard_send},
    {"further-recipients", pages::further_form, pages::further_send},
    {"reminders", pages::reminder_form, pages::reminder_send},
};

}  // namespace

void add_routes(http::Router& router, std::shared_ptr<const PageServices> services)
{
    // Who may take which step is the actions' business: it hangs on the document, too.
    const http::Access everyone = accounts::any_official();
    const http::Access office =
        accounts::needs({Role::registry_clerk, Role::leader, Role::specialist, Role::desk_staff});
    const http::Access clerk = accounts::needs({Role::registry_clerk});
    const http::Access overseers = accounts::needs({Role::registry_clerk, Role::leader});
    const auto get = [&](const std::string& path, const http::Access& access, Page page) {
        const bool one = path.find("{uid}") != std::string::npos;
        router.get(path, access, one ? with_uid(services, page) : handler(services, page));
    };
    const auto post = [&](const std::string& path, const http::Access& access, Page page, http::Body body) {
        const bool one = path.find("{uid}") != std::string::npos;
        router.post(path, access, one ? with_uid(services, page) : handler(services, page), body);
    };
    const http::Body form = http::Body::form();
    const http::Body upload = http::Body::upload(kUploadLimit);

    get("/", everyone, pages::home);
    get("/shortcuts", everyone, pages::shortcuts);
    // What changes in the agency, and its figures: for those who see all its documents.
    get("/events", overseers, pages::events);
    get("/statistics", overseers, pages::statistics);
    get("/statistics/received.csv", overseers, pages::statistics_received);
    get("/statistics/sent.csv", overseers, pages::statistics_sent);
    pages::add_progress_route(router, services);
    get("/search", office, pages::search_page);
    get("/files/{uid}/{name}", office, pages::file_content);

    get("/incoming", office, pages::incoming_list);
    post("/incoming/bulk", clerk, pages::incoming_bulk, form);
    get("/incoming/new", clerk, pages::incoming_new);
    post("/incoming", clerk, pages::incoming_create, upload);
    get("/incoming/{uid}", office, pages::incoming_show);
    get("/incoming/{uid}/reply", office, pages::outgoing_reply);
    for (const Step& step : kIncomingSteps) {
        const std::string path = std::string("/incoming/{uid}/") + step.path;
        if (step.form) get(path, office, step.form);
        post(path, office, step.send, form);
    }

    get("/copies/new", clerk, pages::copy_new);
    post("/copies", clerk, pages::copy_create, upload);

    get("/outgoing", office, pages::outgoing_list);
    get("/outgoing/new", office, pages::outgoing_new);
    post("/outgoing", office, pages::outgoing_create, upload);
    get("/outgoing/signing", accounts::needs({Role::leader}), pages::signing_list);
    post("/outgoing/signing", accounts::needs({Role::leader}), pages::signing_send, form);
    signing::add_act_routes(router, {.signing = services->documents.signing,
                                     .plugin = services->plugin,
                                     .pages = services->pages,
                                     .signers = accounts::needs({Role::leader, Role::registry_clerk}),
                                     .path = pages::kActs,
                                     .vgca = "/vgca",
                                     .subject =
                                         [services](const accounts::Me& me, const std::string& request) {
                                             return act_subject(services->documents, actor_of(me, request));
                                         },
                                     .about = pages::about_act});
    get("/outgoing/{uid}", office, pages::outgoing_show);
    get("/outgoing/{uid}/edit", office, pages::outgoing_edit);
    post("/outgoing/{uid}/edit", office, pages::outgoing_save, upload);
    get("/outgoing/{uid}/recipients", office, pages::outgoing_recipients);
    for (const Step& step : kOutgoingSteps) {
        const std::string path = std::string("/outgoing/{uid}/") + step.path;
        if (step.form) get(path, office, step.form);
        post(path, office, step.send, form);
    }
}

}  // namespace lt::documents
