#include "exchange/axis/client.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "exchange/axis/data_answer.h"
#include "exchange/axis/judge.h"
#include "kit/fetch/fetch.h"

namespace lt::axis {
namespace {

using Sink = std::function<void(std::string_view)>;

constexpr std::size_t kShortAnswer = 1U << 20U;  // bytes of an answer without a list or message
constexpr std::size_t kLongestId = 200;
constexpr std::size_t kMostTo =
    3000;  // bytes of the header; twice in the head, which servers take up to 16 KB of
constexpr std::string_view kLineEnd = "\r\n";  // the reference client sends it after the file

const char* text_of(MessageType type) { return type == MessageType::edoc ? "edoc" : "status"; }

const char* text_of(Progress progress)
{
    switch (progress) {
    case Progress::processing: return "processing";
    case Progress::done: return "done";
    case Progress::fail: break;
    }
    return "fail";
}

std::string slashes(base::Day day)
{
    std::string text = base::format_iso(day);
    std::replace(text.begin(), text.end(), '-', '/');
    return text;
}

void add_period(Headers& parameters, const Period& period)
{
    if (period.from) parameters.emplace_back("fromDate", slashes(*period.from));
    if (period.to) parameters.emplace_back("toDate", slashes(*period.to));
}

// The file, and the line end after it.
fetch::Stream stream_of(const Outgoing& message)
{
    const auto give = [&message, given = std::uint64_t{0}](std::span<char> buffer) mutable {
        if (given >= message.size) {
            const std::size_t count = kLineEnd.copy(buffer.data(), buffer.size(), given - message.size);
            given += count;
            return count;
        }
        const std::uint64_t left = message.size - given;
        const std::size_t count = message.next(
            buffer.first(static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), left))));
        given += count;
        return count;
    };
    return {message.size + kLineEnd.size(), give};
}

}  // namespace

struct AxisClient::Call {
    const char* path = "";
    Headers parameters{};
    std::optional<std::string> body{};  // nothing: GET
    const char* content_type = "application/json";
    std::optional<fetch::Stream> stream{};
    Sink sink{};
    std::uint64_t limit = kShortAnswer;
    bool is_long = false;
};

AxisClient::AxisClient(ClientOptions options, fetch::HttpFetcher& fetcher, const base::Clock& clock)
    : options_(std::move(options)), fetcher_(fetcher), clock_(clock)
{
    while (options_.endpoint.ends_with('/')) options_.endpoint.pop_back();
}

// No two calls with the same time, because the axis may take equal ones for a replay.
base::Time AxisClient::moment()
{
    const auto now = std::chrono::floor<std::chrono::milliseconds>(clock_.now()).time_since_epoch().count();
    std::int64_t last = last_millisecond_.load();
    std::int64_t next = 0;
    do next = std::max<std::int64_t>(now, last + 1);
    while (!last_millisecond_.compare_exchange_weak(last, next));
    return base::Time(std::chrono::milliseconds(next));
}

base::Result<fetch::Answer> AxisClient::ask(const Call& call)
{
    for (const auto& [name, value] : call.parameters)
        if (!is_header_text(value))
            return base::invalid(name, {"Giá trị của “{{name}}” có ký tự không gửi được lên trục liên thông.",
                                        {{"name", name}}});
    fetch::Request request{.url = options_.endpoint + call.path,
                           .body = call.body.value_or(""),
                           .stream = call.stream,
                           .headers = sign({call.parameters, options_.system_id, call.content_type},
                                           options_.secret.view(), moment()),
                           .limit = static_cast<std::size_t>(call.limit),
                           .sink = call.sink,
                           .connect = options_.connect,
                           .timeout = call.is_long ? options_.long_timeout : options_.timeout,
                           .stall = options_.stall};
    if (call.body || call.stream) {
        request.content_type = call.content_type;
        std::erase_if(request.headers, [](const auto& header) { return header.first == "Content-Type"; });
    }
    return fetcher_.ask(request);
}

base::Result<Answer> AxisClient::simple(const Call& call)
{
    const auto got = ask(call);
    if (!got) return got.error();
    const auto answer = read_answer(got->body);
    if (auto failed = why_failed(fetch::origin_of(options_.endpoint), got->status, answer))
        return *std::move(failed);
    return *answer;
}

template <class Row>
base::Result<std::vector<Row>> AxisClient::list(Call call)
{
    call.limit = options_.most_list;
    call.is_long = true;
    const auto got = ask(call);
    if (!got) return got.error();
    auto read = read_list<Row>(got->body);
    const auto answer = read ? std::optional(std::move(read->answer)) : std::nullopt;
    if (auto failed = why_failed(fetch::origin_of(options_.endpoint), got->status, answer))
        return *std::move(failed);
    return std::move(read->rows);
}

base::Result<std::string> AxisClient::send(const Outgoing& message)
{
    Headers parameters{
        {"from", message.from}, {"servicetype", "eDoc"}, {"messagetype", text_of(message.type)}};
    for (const std::string& code : message.to)
        if (!is_header_text(code)) return base::invalid("to", "Mã định danh của đơn vị nhận có ký tự lạ.");
    const std::string to = nlohmann::json(message.to).dump();
    if (!message.to.empty() && to.size() <= kMostTo) parameters.emplace_back("to", to);
    parameters.emplace_back("hash-file", message.sha256_hex);
    const auto answer = simple({.path = "/sendEdoc",
                                .parameters = std::move(parameters),
                                .content_type = "application/octet-stream",
                                .stream = stream_of(message),
                                .is_long = true});
    if (!answer) return answer.error();
    return answer->doc_id.empty() ? answer->data : answer->doc_id;
}

base::Result<std::vector<ReceivedItem>> AxisClient::received(MessageType type, const Period& period)
{
    Headers parameters{{"servicetype", "eDoc"}, {"messagetype", text_of(type)}};
    add_period(parameters, period);
    return list<ReceivedItem>(
        {.path = "/getReceivedEdocList", .parameters = std::move(parameters), .body = ""});
}

base::Result<std::uint64_t> AxisClient::get(const std::string& doc_id, const Sink& sink)
{
    if (doc_id.empty() || doc_id.size() > kLongestId)
        return base::invalid("docId", "Mã gói tin trên trục liên thông không hợp lệ.");
    if (has_download_) {
        const auto size = download(doc_id, sink);
        if (!size) return size.error();
        if (*size) return **size;
    }
    return get_base64(doc_id, sink);
}

// Nothing when getEdoc has to be tried.
base::Result<std::optional<std::uint64_t>> AxisClient::download(const std::string& doc_id, const Sink& sink)
{
    Arriving arriving(sink);
    const auto got = ask({.path = "/downloadEdoc",
                          .parameters = {{"docId", doc_id}},
                          .sink = [&](std::string_view piece) { arriving.push(piece); },
                          .limit = options_.most_message,
                          .is_long = true});
    if (!got) return got.error();
    const std::string server = fetch::origin_of(options_.endpoint);
    arriving.end();
    if (got->status == 200 && arriving.bytes() > 0) return std::optional(arriving.bytes());
    const auto answer = read_answer(got->status == 200 ? arriving.other() : got->body);
    const auto failed = why_failed(server, got->status, answer);
    // Servers without this operation say so in many ways, some with a page. A refusal in JSON may be about this message.
    const bool missing = failed && failed->fault == base::Fault::not_found;
    if (missing) has_download_ = false;
    if (missing || !failed || failed->fault == base::Fault::invalid || (got->status == 200 && !answer))
        return std::optional<std::uint64_t>();
    return *failed;
}

base::Result<std::uint64_t> AxisClient::get_base64(const std::string& doc_id, const Sink& sink)
{
    DataAnswer data(sink);
    const auto got = ask({.path = "/getEdoc",
                          .parameters = {{"docId", doc_id}},
                          .body = "{}",
                          .sink = [&](std::string_view piece) { data.push(piece); },
                          .limit = options_.most_message / 3 * 4 + kShortAnswer,
                          .is_long = true});
    if (!got) return got.error();
    const std::string server = fetch::origin_of(options_.endpoint);
    const auto answer = read_answer(got->status == 200 ? data.rest() : got->body);
    if (auto failed = why_failed(server, got->status, answer)) return *std::move(failed);
    if (!data.good() || data.bytes() == 0) return not_an_axis(server, got->status);
    return data.bytes();
}

base::Result<base::Done> AxisClient::update_status(const std::string& doc_id, Progress progress)
{
    const auto answer = simple({.path = "/updateStatus",
                                .parameters = {{"docId", doc_id}, {"status", text_of(progress)}},
                                .body = "{}"});
    if (!answer) return answer.error();
    return base::Done{};
}

base::Result<std::vector<SentItem>> AxisClient::sent(MessageType type, const std::string& doc_id,
                                                     const Period& period)
{
    Headers parameters{{"servicetype", "eDoc"}, {"messagetype", text_of(type)}};
    if (!doc_id.empty()) parameters.emplace_back("docId", doc_id);
    add_period(parameters, period);
    return list<SentItem>({.path = "/getSentEdocList", .parameters = std::move(parameters), .body = ""});
}

base::Result<std::int64_t> AxisClient::count_received(MessageType type)
{
    const auto answer =
        simple({.path = type == MessageType::edoc ? "/countReceiveEdoc" : "/countReceiveStatus"});
    if (!answer) return answer.error();
    if (!answer->count || *answer->count < 0) return not_an_axis(fetch::origin_of(options_.endpoint), 200);
    return *answer->count;
}

base::Result<std::vector<Agency>> AxisClient::agencies()
{
    return list<Agency>({.path = "/getAgenciesList", .body = ""});
}

base::Result<std::vector<AgencyQd20>> AxisClient::agencies_qd20(const std::string& level)
{
    Headers parameters;
    if (!level.empty()) parameters.emplace_back("level", level);
    return list<AgencyQd20>(
        {.path = "/getAgenciesListQD20", .parameters = std::move(parameters), .body = ""});
}

base::Result<std::vector<SynchronizedUnit>> AxisClient::synchronized_units()
{
    return list<SynchronizedUnit>({.path = "/getSynchronizeUnit", .body = ""});
}

base::Result<base::Done> AxisClient::register_agency(const NewAgency& agency)
{
    const auto answer = simple({.path = "/registerAgency", .body = to_json(agency)});
    if (!answer) return answer.error();
    return base::Done{};
}

base::Result<base::Done> AxisClient::delete_agency(const std::string& code)
{
    const auto answer = simple({.path = "/deleteAgency", .parameters = {{"AgencyCode", code}}, .body = "{}"});
    if (!answer) return answer.error();
    return base::Done{};
}

}  // namespace lt::axis
