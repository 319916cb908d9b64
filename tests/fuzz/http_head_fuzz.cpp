// Any bytes as the beginning of a connection: scanner, parser, policy, then the body. The first byte says how
// the bytes are cut; the verdict must not depend on the cuts, and what is accepted must keep the promises of
// Request.
#include <cstdlib>
#include <string>
#include <string_view>

#include "kit/base/text.h"
#include "kit/http/policy.h"

namespace {

using namespace lt::http;

void require(bool good)
{
    if (!good) std::abort();
}

HeadScanner::Verdict scan(std::string_view bytes, std::size_t piece)
{
    HeadScanner scanner({.bytes = 4096, .fields = 20, .target = 512});
    HeadScanner::Verdict verdict;
    for (std::size_t end = piece; verdict.status == 0 && verdict.end == 0; end += piece) {
        verdict = scanner.scan(bytes.substr(0, end));
        if (end >= bytes.size()) break;
    }
    return verdict;
}

// The decoded body and how it ended.
std::string decode(Parser parser, std::string_view bytes, std::size_t piece)
{
    std::string buffer, out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        buffer += bytes.substr(at, piece);
        std::size_t used = 0;
        auto progress = Parser::Progress::full;
        while (progress == Parser::Progress::full) {
            progress = parser.body(buffer, out, 64, used);
            buffer.erase(0, used);
        }
        if (progress == Parser::Progress::malformed) return out + "|malformed";
        if (progress == Parser::Progress::done) return out + "|done";
    }
    return out + "|more";
}

Parser parse(std::string_view head, Head& out, bool& good)
{
    Parser parser;
    good = parser.head(head, out);
    return parser;
}

void check(const Request& request, const Framing& framing)
{
    require(request.path.starts_with('/') && request.target.starts_with('/'));
    require(lt::base::is_utf8(request.path));
    require(request.path.find('\\') == std::string::npos);
    require((request.path + "/").find("/../") == std::string::npos);
    require((request.path + "/").find("/./") == std::string::npos);
    require(request.target.find_first_of(std::string_view(" \r\n\0", 4)) == std::string::npos);
    require(!framing.chunked || framing.length == 0);
    for (const auto& [name, value] : request.headers)
        require(!name.empty() && value.find_first_of(std::string_view("\r\n\0", 3)) == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 2) return 0;
    const std::size_t piece = 1 + data[0] % 64;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto verdict = scan(bytes, bytes.size());
    const auto cut = scan(bytes, piece);
    require(verdict.status == cut.status && verdict.end == cut.end && verdict.skip == cut.skip);
    if (verdict.status != 0 || verdict.end == 0) return 0;

    const auto head_bytes = bytes.substr(verdict.skip, verdict.end - verdict.skip);
    Head head;
    bool good = false;
    Parser parser = parse(head_bytes, head, good);
    if (!good) return 0;
    Request request;
    Framing framing;
    try {
        framing = check_head(std::move(head), request);
    } catch (const Refused& refused) {
        require(refused.status >= 400 && refused.status < 600);
        return 0;
    }
    check(request, framing);
    require(parser.done() == !framing.has_body());
    if (!framing.has_body()) return 0;
    const auto body = bytes.substr(verdict.end);
    const auto whole = decode(std::move(parser), body, body.size() + 1);
    Head again;
    require(whole == decode(parse(head_bytes, again, good), body, piece));
    if (!framing.chunked) require(whole.ends_with("|done") == (body.size() >= framing.length));
    return 0;
}
