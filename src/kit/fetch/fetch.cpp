#include "kit/fetch/fetch.h"

#include <algorithm>
#include <exception>
#include <memory>
#include <stdexcept>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

namespace lt::fetch {
namespace {

struct FreeCurl {
    void operator()(CURL* curl) const { curl_easy_cleanup(curl); }
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using CurlPtr = std::unique_ptr<CURL, FreeCurl>;
using ListPtr = std::unique_ptr<curl_slist, FreeCurl>;
using UrlPtr = std::unique_ptr<CURLU, FreeCurl>;

constexpr long kRedirects = 3;
constexpr std::size_t kMostRefusal = 1U << 20U;  // bytes, of what is said instead of what was to be streamed
constexpr long kStalled = 1024;                  // bytes a second, below which nothing moves

struct Transfer {
    const Request& request;
    CURL* curl = nullptr;
    std::string body{};
    std::uint64_t received = 0;
    std::uint64_t sent = 0;
    bool too_large = false;
    bool refused_address = false;
    std::exception_ptr thrown{};  // by the caller's own functions, which must not throw through libcurl
};

void must(CURLcode code)
{
    if (code != CURLE_OK) throw std::runtime_error(curl_easy_strerror(code));
}

long status_of(CURL* curl)
{
    long status = 0;
    must(curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status));
    return status;
}

// libcurl takes any other number than `count` for "stop".
std::size_t take(char* bytes, std::size_t, std::size_t count, void* data)
{
    auto& transfer = *static_cast<Transfer*>(data);
    try {
        const bool streamed = transfer.request.sink && status_of(transfer.curl) == 200;
        const std::size_t limit = transfer.request.sink && !streamed
                                      ? std::min(transfer.request.limit, kMostRefusal)
                                      : transfer.request.limit;
        if (count > limit - transfer.received) {
            transfer.too_large = true;
            return count + 1;
        }
        transfer.received += count;
        if (streamed)
            transfer.request.sink({bytes, count});
        else
            transfer.body.append(bytes, count);
    } catch (...) {
        transfer.thrown = std::current_exception();
        return count + 1;
    }
    return count;
}

std::size_t give(char* buffer, std::size_t, std::size_t room, void* data)
{
    auto& transfer = *static_cast<Transfer*>(data);
    const Stream& stream = *transfer.request.stream;
    const std::uint64_t left = stream.size - transfer.sent;
    if (left == 0) return 0;
    try {
        const std::size_t wanted = static_cast<std::size_t>(std::min<std::uint64_t>(room, left));
        const std::size_t count = stream.next({buffer, wanted});
        CHECK(count <= wanted);
        if (count == 0) throw std::runtime_error("a body ended before its length");
        transfer.sent += count;
        return count;
    } catch (...) {
        transfer.thrown = std::current_exception();
        return CURL_READFUNC_ABORT;
    }
}

bool fits_header(std::string_view text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

// The address is checked where the socket is made: after the name was resolved and for each redirect, so that no name and no
// second answer of a name server leads elsewhere.
curl_socket_t open_public(void* data, curlsocktype, curl_sockaddr* address)
{
    char text[NI_MAXHOST] = "";
    const bool known =
        getnameinfo(&address->addr, address->addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST) == 0;
    if (!known || !is_public_address(text)) {
        static_cast<Transfer*>(data)->refused_address = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

std::string part_of(CURLU* url, CURLUPart part, unsigned flags = 0)
{
    char* text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return "";
    std::string out = text;
    curl_free(text);
    return out;
}

UrlPtr parsed(std::string_view url)
{
    UrlPtr out(curl_url());
    const bool good = curl_url_set(out.get(), CURLUPART_URL, std::string(url).c_str(), 0) == CURLUE_OK;
    const std::string scheme = good ? part_of(out.get(), CURLUPART_SCHEME) : "";
    if (scheme != "http" && scheme != "https") return nullptr;
    return out;
}

base::Error refusal(base::Fault fault, const char* text, const std::string& url)
{
    return {fault, {}, {text, {{"server", origin_of(url)}}}, {}};
}

base::Error private_address(const std::string& url)
{
    return refusal(base::Fault::forbidden,
                   "Không được phép hỏi máy chủ {{server}}: đó là địa chỉ trong mạng nội bộ.", url);
}

// With a proxy nothing but the address as it is written can be judged here.
bool names_private_address(CURLU* url)
{
    const std::string host = part_of(url, CURLUPART_HOST);
    in_addr v4{};
    const bool number = host.starts_with('[') || inet_aton(host.c_str(), &v4) == 1;
    return host == "localhost" || (number && !is_public_address(host));
}

// Sets everything for one request. The list must live as long as the transfer.
ListPtr prepare(CURL* curl, const Options& options, Transfer& transfer)
{
    const Request& request = transfer.request;
    const auto set = [&](CURLoption option, auto value) { must(curl_easy_setopt(curl, option, value)); };
    set(CURLOPT_URL, request.url.c_str());
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_PROXY, options.proxy.c_str());
    set(CURLOPT_NOPROXY, "");
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout.count()));
    set(CURLOPT_LOW_SPEED_LIMIT, kStalled);
    set(CURLOPT_LOW_SPEED_TIME, static_cast<long>(request.stall.count()));
    set(CURLOPT_MAXFILESIZE_LARGE, static_cast<curl_off_t>(request.limit));
    set(CURLOPT_USERAGENT, "lienthong");
    set(CURLOPT_WRITEFUNCTION, &take);
    set(CURLOPT_WRITEDATA, &transfer);
    if (!options.allow_private && options.proxy.empty()) {
        set(CURLOPT_OPENSOCKETFUNCTION, &open_public);
        set(CURLOPT_OPENSOCKETDATA, &transfer);
    }
    ListPtr headers;
    const auto add_header = [&](const std::string& line) {
        curl_slist* const longer = curl_slist_append(headers.get(), line.c_str());
        if (longer == nullptr) throw std::bad_alloc();
        static_cast<void>(headers.release());
        headers.reset(longer);
    };
    if (!request.authorization.empty()) add_header("Authorization: " + request.authorization);
    for (const auto& [name, value] : request.headers) {
        CHECK(fits_header(name) && fits_header(value) && !name.empty());
        // libcurl's own way to write a header without a value.
        add_header(value.empty() ? name + ";" : name + ": " + value);
    }
    const bool secret = !request.authorization.empty() || !request.headers.empty();
    if (request.content_type.empty()) {
        // What is asked for is signed, so a redirect costs nothing but time; what is sent, and who asks, goes only where it was meant
        // to go. A proxy would follow a redirect anywhere, so none is followed through one.
        set(CURLOPT_FOLLOWLOCATION, options.proxy.empty() && !secret ? 1L : 0L);
        set(CURLOPT_MAXREDIRS, kRedirects);
    } else {
        add_header("Content-Type: " + request.content_type);
        set(CURLOPT_POST, 1L);
        if (request.stream) {
            // Without "Expect: 100-continue", for which servers that don't know it let one wait a second.
            add_header("Expect:");
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.stream->size));
            set(CURLOPT_READFUNCTION, &give);
            set(CURLOPT_READDATA, &transfer);
        } else {
            set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
            set(CURLOPT_POSTFIELDS, request.body.data());
        }
    }
    if (headers != nullptr) set(CURLOPT_HTTPHEADER, headers.get());
    return headers;
}

}  // namespace

std::string origin_of(std::string_view url)
{
    const UrlPtr parts = parsed(url);
    if (parts == nullptr) return std::string(url);
    std::string out = part_of(parts.get(), CURLUPART_SCHEME) + "://" + part_of(parts.get(), CURLUPART_HOST);
    if (const std::string port = part_of(parts.get(), CURLUPART_PORT); !port.empty()) out += ":" + port;
    return out;
}

HttpFetcher::HttpFetcher(Options options) : options_(std::move(options))
{
    // Once in the program's life; libcurl says that many threads may do it at a time.
    static const CURLcode kReady = curl_global_init(CURL_GLOBAL_DEFAULT);
    must(kReady);
}

base::Result<std::string> HttpFetcher::fetch(const Request& request)
{
    auto answer = ask(request);
    if (!answer) return answer.error();
    if (answer->status == 200) return std::move(answer->body);
    base::Error error =
        refusal(base::Fault::not_found, "Máy chủ {{server}} từ chối trả lời (mã {{status}}).", request.url);
    error.message.values.push_back({"status", std::to_string(answer->status)});
    return error;
}

base::Result<Answer> HttpFetcher::ask(const Request& request)
{
    const UrlPtr parts = parsed(request.url);
    if (parts == nullptr)
        return refusal(base::Fault::forbidden, "Địa chỉ “{{server}}” không dùng được.", request.url);
    if (!options_.allow_private && names_private_address(parts.get())) return private_address(request.url);
    const CurlPtr curl(curl_easy_init());
    if (curl == nullptr) throw std::bad_alloc();
    Transfer transfer{.request = request, .curl = curl.get()};
    const ListPtr headers = prepare(curl.get(), options_, transfer);
    const CURLcode code = curl_easy_perform(curl.get());
    if (transfer.thrown) std::rethrow_exception(transfer.thrown);
    if (code != CURLE_OK && transfer.refused_address) return private_address(request.url);
    if (transfer.too_large || code == CURLE_FILESIZE_EXCEEDED)
        return refusal(base::Fault::too_large, "Máy chủ {{server}} trả lời quá dài.", request.url);
    if (code == CURLE_OPERATION_TIMEDOUT)
        return refusal(base::Fault::unavailable, "Máy chủ {{server}} không trả lời trong thời gian cho phép.",
                       request.url);
    if (code != CURLE_OK)
        return refusal(base::Fault::unavailable, "Không kết nối được với máy chủ {{server}}.", request.url);
    const char* type = nullptr;
    must(curl_easy_getinfo(curl.get(), CURLINFO_CONTENT_TYPE, &type));
    return Answer{static_cast<int>(status_of(curl.get())), std::move(transfer.body),
                  type == nullptr ? "" : type};
}

}  // namespace lt::fetch
