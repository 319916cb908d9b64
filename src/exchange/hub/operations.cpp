// See operations.h.
#include "exchange/hub/operations.h"

#include <algorithm>
#include <charconv>

#include "exchange/hub/base64_content.h"
#include "exchange/messages.h"
#include "kit/base/text.h"
#include "kit/page/blob_content.h"

namespace lt::exchange::hub {
namespace {

using axis::Code;
using base::msg;

constexpr int kMostListed = 1000;

// As the axis writes times: Vietnam's, without a zone.
std::string time_text(base::Time time)
{
    const base::Day day = base::vietnam_day(time);
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(time + std::chrono::hours(7) - base::Time(day));
    const std::chrono::year_month_day date{day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d/%02u/%02u %02d:%02d:%02d", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(seconds.count() / 3600), static_cast<int>(seconds.count() / 60 % 60),
                  static_cast<int>(seconds.count() % 60));
    return text;
}

// yyyy/MM/dd, with anything behind it; dashes are taken, too.
std::optional<base::Day> day_of(std::string_view text)
{
    if (text.size() < 10) return std::nullopt;
    const auto part = [&](std::size_t from, std::size_t count) {
        int value = -1;
        const char* const end = text.data() + from + count;
        const auto [at, fault] = std::from_chars(text.data() + from, end, value);
        return fault == std::errc{} && at == end ? value : -1;
    };
    const std::chrono::year_month_day date{std::chrono::year(part(0, 4)),
                                           std::chrono::month(static_cast<unsigned>(part(5, 2))),
                                           std::chrono::day(static_cast<unsigned>(part(8, 2)))};
    return date.ok() ? std::optional(base::Day(date)) : std::nullopt;
}

Period period_of(const Caller& caller)
{
    return {day_of(caller.parameter("fromdate")), day_of(caller.parameter("todate"))};
}

edxml::Kind kind_of(const Caller& caller)
{
    return base::fold(caller.parameter("messagetype")) == "status" ? edxml::Kind::status : edxml::Kind::edoc;
}
const char* type_of(edxml::Kind kind) { return kind == edxml::Kind::edoc ? "edoc" : "status"; }

std::string description_of(Transport state, const std::string& why = "")
{
    switch (state) {
    case Transport::initial: return "Chờ nhận";
    case Transport::processing: return "Đang nhận";
    case Transport::done: return "Đã nhận";
    case Transport::fail:
    case Transport::given_up: return why.empty() ? "Không nhận được" : why;
    }
    return {};
}
std::string state_text(Transport state)
{
    return std::string(to_text(state == Transport::given_up ? Transport::fail : state));
}

Refusal no_message()
{
    return {Code::bad_file, msg("Không có thông điệp nào có docId này gửi đến hệ thống của bạn.")};
}

std::optional<Stored> stored_of(Services& services, const Caller& caller)
{
    db::Transaction tx = services.pool.begin({});
    return find_for(tx, caller.system.id, caller.parameter("docid"));
}

// Runs what a call changes, once for each signature of it.
http::Response change_once(Services& services, const Caller& caller,
                           const std::function<std::optional<Refusal>(db::Transaction&)>& work)
{
    db::Transaction tx = services.pool.begin({});
    const std::string answer = axis::ok_answer();
    if (const auto first = used_before(tx, caller, answer)) return http::json(*first);
    if (const auto refusal = work(tx)) return answer_of(*refusal);
    tx.commit();
    return http::json(answer);
}

}  // namespace

http::Response received_list(Services& services, const Caller& caller)
{
    std::vector<axis::ReceivedItem> data;
    db::Transaction tx = services.pool.begin({});
    for (const Waiting& one :
         waiting_for(tx, caller.system.id, kind_of(caller), period_of(caller), kMostListed)) {
        std::string to;
        for (const std::string& code : one.to) to += (to.empty() ? "" : ",") + code;
        data.push_back({.doc_id = one.uid,
                        .service_type = "eDoc",
                        .message_type = type_of(one.kind),
                        .created_time = time_text(one.created_at),
                        .updated_time = time_text(one.changed_at),
                        .from = one.from,
                        .to = to,
                        .status = state_text(one.state),
                        .status_desc = description_of(one.state)});
    }
    return http::json(axis::ok_answer(data));
}

http::Response sent_list(Services& services, const Caller& caller)
{
    std::vector<axis::SentItem> data;
    db::Transaction tx = services.pool.begin({});
    for (const Sent& one : sent_by(tx, caller.system.id, kind_of(caller), caller.parameter("docid"),
                                   period_of(caller), kMostListed)) {
        const bool taken = one.state == Transport::done;
        data.push_back({.service_type = "eDoc",
                        .message_type = type_of(one.kind),
                        .sender_doc_id = one.uid,
                        .receiver_doc_id = one.uid,
                        .from_code = one.from,
                        .to_code = one.to,
                        .title = one.title,
                        .notation = one.notation,
                        .sent_time = time_text(one.created_at),
                        .received_time = taken ? time_text(one.changed_at) : std::string(),
                        .send_status = "done",
                        .send_status_desc = description_of(Transport::done),
                        .receive_status = state_text(one.state),
                        .receive_status_desc = description_of(one.state, one.why)});
    }
    return http::json(axis::ok_answer(data));
}

http::Response message_in_base64(Services& services, const Caller& caller)
{
    const auto stored = stored_of(services, caller);
    if (!stored) return answer_of(no_message());
    http::Response response = http::json("");
    response.content = std::make_shared<Base64Content>(
        std::string(axis::data_head()), services.blobs.open(stored->sha256), std::string(axis::data_tail()));
    return response.header("ETag", "\"" + stored->sha256 + "-64\"");
}

http::Response message_as_it_is(Services& services, const Caller& caller)
{
    const auto stored = stored_of(services, caller);
    if (!stored) return answer_of(no_message());
    http::Response response;
    response.content = std::make_shared<page::BlobContent>(services.blobs.open(stored->sha256));
    response.header("Content-Type", "application/octet-stream");
    return response.header("ETag", "\"" + stored->sha256 + "\"");
}

http::Response update_status(Services& services, const Caller& caller)
{
    const auto state = transport(base::fold(caller.parameter("status")));
    if (!state || *state == Transport::initial || *state == Transport::given_up)
        return answer_of({Code::bad_format, msg("status phải là processing, done hoặc fail.")});
    return change_once(services, caller, [&](db::Transaction& tx) -> std::optional<Refusal> {
        const std::string why = *state == Transport::fail ? "Hệ thống nhận báo lỗi khi xử lý." : "";
        if (!acknowledge(tx, caller.system.id, caller.parameter("docid"), *state, why, services.clock->now()))
            return no_message();
        return std::nullopt;
    });
}

http::Response count_waiting(Services& services, const Caller& caller, edxml::Kind kind)
{
    db::Transaction tx = services.pool.begin({});
    return http::json(axis::count_answer(exchange::count_waiting(tx, caller.system.id, kind)));
}

http::Response agencies(Services& services, const Caller&)
{
    std::vector<axis::Agency> data;
    const auto snapshot = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    for (const directory::Agency* agency : snapshot->agencies()) {
        if (!agency->valid.holds(today)) continue;
        const directory::Agency* parent = snapshot->find(agency->parent);
        data.push_back({.id = agency->uid,
                        .pid = parent != nullptr ? parent->uid : std::string(),
                        .code = agency->code,
                        .name = agency->name,
                        .old_code = agency->alias});
    }
    return http::json(axis::ok_answer(data));
}

http::Response agencies_qd20(Services& services, const Caller&)
{
    std::vector<axis::AgencyQd20> data;
    const base::Day today = base::vietnam_day(services.clock->now());
    const auto snapshot = services.directory.snapshot();
    for (const directory::Agency* agency : snapshot->agencies())
        if (agency->valid.holds(today))
            data.push_back(
                {.id = agency->uid, .code = agency->code, .name = agency->name, .code102 = agency->alias});
    return http::json(axis::ok_answer(data));
}

http::Response units_to_synchronize(Services& services, const Caller&)
{
    std::vector<axis::SynchronizedUnit> data;
    const auto snapshot = services.directory.snapshot();
    const base::Day today = base::vietnam_day(services.clock->now());
    for (const directory::Agency* agency : snapshot->agencies()) {
        const directory::Agency* parent = snapshot->find(agency->parent);
        data.push_back({.id = agency->uid,
                        .pid = parent != nullptr ? parent->uid : std::string(),
                        .code = agency->code,
                        .name = agency->name,
                        .version = std::to_string(snapshot->version()),
                        .deleted = !agency->valid.holds(today)});
    }
    return http::json(axis::ok_answer(data));
}

http::Response register_agency(Services& services, const Caller& caller, const std::string& body)
{
    if (!caller.system.may_register)
        return answer_of({Code::wrong_credentials, msg("Hệ thống này không được đăng ký đơn vị.")});
    const auto wanted = axis::read_new_agency(body);
    if (!wanted)
        return answer_of({Code::bad_format, msg("Nội dung phải là một đối tượng JSON có code và name.")});
    const http::Response done =
        change_once(services, caller, [&](db::Transaction& tx) -> std::optional<Refusal> {
            const bool is_alias = directory::is_alias_code(wanted->code);
            const auto added = directory::add_elsewhere(tx, *services.directory.snapshot(),
                                                        {.code = wanted->code,
                                                         .alias = is_alias ? wanted->code : "",
                                                         .name = wanted->name,
                                                         .parent = wanted->pcode},
                                                        caller.system.id, services.clock->now());
            if (!added) return Refusal{Code::bad_format, added.error().message};
            return std::nullopt;
        });
    services.directory.refresh();
    return done;
}

http::Response delete_agency(Services& services, const Caller& caller)
{
    const auto* agency = services.directory.snapshot()->find_code(caller.parameter("agencycode"));
    if (agency == nullptr || !caller.system.may_register)
        return answer_of({Code::unknown_sender, msg("Không có đơn vị này trong các đơn vị của hệ thống.")});
    const http::Response done =
        change_once(services, caller, [&](db::Transaction& tx) -> std::optional<Refusal> {
            const auto left =
                directory::leave_elsewhere(tx, *agency, caller.system.id, services.clock->now());
            if (!left) return Refusal{Code::unknown_sender, left.error().message};
            return std::nullopt;
        });
    services.directory.refresh();
    return done;
}

}  // namespace lt::exchange::hub
