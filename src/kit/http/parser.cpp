// The only file that includes Boost.Beast: its push parser without any stream costs 2 s to compile instead of
// 14.
#include "kit/http/parser.h"

#include <boost/beast/http/basic_parser.hpp>

#include "kit/http/ascii.h"

namespace lt::http {

namespace beast_http = boost::beast::http;
using Code = boost::beast::error_code;
using View = boost::beast::string_view;

constexpr std::size_t kChunkExtensions = 256;

struct ParserState final : beast_http::basic_parser<true> {
    Head* head = nullptr;
    std::string* out = nullptr;
    std::size_t room = 0;
    int status = 400;

    void on_request_impl(beast_http::verb, View method, View target, int version, Code&) override
    {
        head->method.assign(method.data(), method.size());
        head->target.assign(target.data(), target.size());
        head->version = version;
    }
    void on_field_impl(beast_http::field, View name, View value, Code&) override
    {
        if (head == nullptr) return;  // trailer fields are read and forgotten
        head->fields.emplace_back(ascii_lower(std::string_view(name.data(), name.size())),
                                  std::string(value.data(), value.size()));
    }
    std::size_t take(View bytes, Code& error)
    {
        const std::size_t n = std::min(room, bytes.size());
        out->append(bytes.data(), n);
        room -= n;
        if (n < bytes.size()) error = beast_http::error::need_buffer;
        return n;
    }
    std::size_t on_body_impl(View bytes, Code& error) override { return take(bytes, error); }
    std::size_t on_chunk_body_impl(std::uint64_t, View bytes, Code& error) override
    {
        return take(bytes, error);
    }
    void on_chunk_header_impl(std::uint64_t, View extensions, Code& error) override
    {
        if (extensions.size() > kChunkExtensions) error = beast_http::error::bad_chunk_extension;
    }
    void on_response_impl(int, View, int, Code&) override {}
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    void on_finish_impl(Code&) override {}
};

Parser::Parser() : state_(std::make_unique<ParserState>())
{
    // Sizes are limited by HeadScanner and by the route.
    state_->header_limit(1 << 20);
    state_->body_limit(boost::none);
}
Parser::~Parser() = default;
Parser::Parser(Parser&&) noexcept = default;
Parser& Parser::operator=(Parser&&) noexcept = default;

bool Parser::head(std::string_view bytes, Head& out)
{
    state_->head = &out;
    state_->eager(true);
    Code error;
    // In eager mode the parser stops by itself after the fields when nothing follows them.
    const std::size_t used = state_->put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    state_->head = nullptr;
    if (error == beast_http::error::bad_version) state_->status = 505;
    if (error && error != beast_http::error::need_more) return false;
    return used == bytes.size() && state_->is_header_done();
}

int Parser::status() const { return state_->status; }
bool Parser::done() const { return state_->is_done(); }

Parser::Progress Parser::body(std::string_view bytes, std::string& out, std::size_t room,
                              std::size_t& consumed)
{
    consumed = 0;
    state_->out = &out;
    state_->room = room;
    while (!state_->is_done()) {
        if (consumed == bytes.size()) return Progress::need_more;
        Code error;
        const auto used =
            state_->put(boost::asio::const_buffer(bytes.data() + consumed, bytes.size() - consumed), error);
        consumed += used;
        if (error == beast_http::error::need_more) return Progress::need_more;
        if (error == beast_http::error::need_buffer) return Progress::full;
        if (error) return Progress::malformed;
    }
    return Progress::done;
}

HeadScanner::Verdict HeadScanner::scan(std::string_view buffer)
{
    // One pass: a line ends with CR LF and nothing else; CR and LF do not occur elsewhere.
    for (; at_ < buffer.size(); ++at_) {
        const char c = buffer[at_];
        const bool in_request_line = lines_ == 0;
        if (at_ >= limits_.bytes) return {in_request_line ? 414 : 431, 0, 0};
        if (in_request_line && at_ - line_ > limits_.target) return {414, 0, 0};
        const bool after_cr = at_ > line_ && buffer[at_ - 1] == '\r';
        if (after_cr != (c == '\n')) return {400, 0, 0};
        if (c == '\n') {
            const bool empty = at_ - line_ == 1;
            line_ = at_ + 1;
            if (empty && in_request_line) {
                // One empty line before a request is forgiven (RFC 9112, 2.2); a stream of them is not.
                if (skip_ >= 4) return {400, 0, 0};
                skip_ = at_ + 1;
                continue;
            }
            if (empty) return {0, at_ + 1, skip_};
            if (++lines_ > limits_.fields + 1) return {431, 0, 0};
        } else if (at_ == line_ && (c == ' ' || c == '\t')) {
            return {400, 0, 0};  // a folded line, or a request that begins with white space
        } else if ((static_cast<unsigned char>(c) < 0x20 && c != '\r' && c != '\t') || c == 0x7f) {
            return {400, 0, 0};
        }
    }
    return {};
}

}  // namespace lt::http
