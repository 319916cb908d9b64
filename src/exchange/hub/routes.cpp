// Paths of the axis. No browser reaches them: a caller says in every call who it is.
#include "exchange/hub/hub.h"
#include "exchange/hub/operations.h"
#include "exchange/hub/send.h"

namespace lt::exchange {
namespace {

using http::Method;
using namespace hub;

constexpr std::uint64_t kLargestCall = 64 << 10;         // bytes of any body but a message's
constexpr std::uint64_t kLargestMessage = 440ull << 20;  // of any system; each has its own limit below it

using WhoCalls = Called (*)(Services&, Rates&, const http::Request&);
using Operation = std::function<http::Response(Services&, const Caller&, const http::Request&)>;

// Open to the connection: each call says who makes it, and is answered with code 15 when that is not so.
http::Access connected_systems()
{
    return {"connected system", [](const http::User*) { return http::Verdict::allow; }};
}

struct Skin {
    Services& services;
    std::shared_ptr<Rates> rates;
    WhoCalls who;
    http::Router& router;

    void add(const std::string& path, std::initializer_list<Method> methods, const Operation& operation) const
    {
        const auto handler = [&services = services, rates = rates, who = who,
                              operation](http::Request& request) {
            const Called called = who(services, *rates, request);
            if (const auto* refusal = std::get_if<Refusal>(&called)) return answer_of(*refusal);
            return operation(services, std::get<Caller>(called), request);
        };
        for (const Method method : methods)
            router.add({.method = method,
                        .pattern = path,
                        .access = connected_systems(),
                        .handler = handler,
                        .body = method == Method::get ? http::Body::none() : http::Body::bytes(kLargestCall),
                        .csrf = false});
    }

    void add_sending(const std::string& path) const
    {
        const auto sink = [&services = services, rates = rates, who = who](http::Request& request) {
            Called called = who(services, *rates, request);
            if (const auto* refusal = std::get_if<Refusal>(&called)) throw http::Answer(answer_of(*refusal));
            return take_message(services, std::get<Caller>(std::move(called)), request);
        };
        router.add({.method = Method::post,
                    .pattern = path,
                    .access = connected_systems(),
                    .handler = {},
                    .body = http::Body::stream(kLargestMessage, sink),
                    .csrf = false});
    }
};

Operation plain(http::Response (*work)(Services&, const Caller&))
{
    return [work](Services& services, const Caller& caller, const http::Request&) {
        return work(services, caller);
    };
}

Operation count_of(edxml::Kind kind)
{
    return [kind](Services& services, const Caller& caller, const http::Request&) {
        return hub::count_waiting(services, caller, kind);
    };
}

}  // namespace

void add_hub_routes(http::Router& router, Services& services)
{
    const auto rates = std::make_shared<Rates>();
    const Skin axis{services, rates, signed_caller, router};
    axis.add_sending("/axis/sendEdoc");
    axis.add("/axis/getReceivedEdocList", {Method::post, Method::get}, plain(received_list));
    axis.add("/axis/getSentEdocList", {Method::post, Method::get}, plain(sent_list));
    axis.add("/axis/getEdoc", {Method::post, Method::get}, plain(message_in_base64));
    axis.add("/axis/downloadEdoc", {Method::get, Method::post}, plain(message_as_it_is));
    axis.add("/axis/updateStatus", {Method::post}, plain(update_status));
    axis.add("/axis/countReceiveEdoc", {Method::get, Method::post}, count_of(edxml::Kind::edoc));
    axis.add("/axis/countReceiveStatus", {Method::get, Method::post}, count_of(edxml::Kind::status));
    axis.add("/axis/getAgenciesList", {Method::post, Method::get}, plain(agencies));
    axis.add("/axis/getAgenciesListQD20", {Method::post, Method::get}, plain(agencies_qd20));
    axis.add("/axis/getSynchronizeUnit", {Method::post, Method::get}, plain(units_to_synchronize));
    axis.add("/axis/registerAgency", {Method::post},
             [](Services& all, const Caller& caller, const http::Request& request) {
                 return register_agency(all, caller, request.body);
             });
    axis.add("/axis/deleteAgency", {Method::post}, plain(delete_agency));

    const Skin facade{services, rates, plain_caller, router};
    facade.add_sending("/axis/v1/sendEdoc");
    facade.add("/axis/v1/syncReceivedEdocList", {Method::get}, plain(received_list));
    facade.add("/axis/v1/syncSentEdocList", {Method::get}, plain(sent_list));
    facade.add("/axis/v1/getEdoc", {Method::get}, plain(message_in_base64));
    facade.add("/axis/v1/downloadEdoc", {Method::get}, plain(message_as_it_is));
    facade.add("/axis/v1/updateStatus", {Method::post}, plain(update_status));
    facade.add("/axis/v1/getAgenciesList", {Method::get}, plain(agencies));
}

}  // namespace lt::exchange
