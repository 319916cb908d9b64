// One HTTP/1.x request message, cut out of the bytes of a connection. Finds the end of the head itself and
// refuses what the parser underneath lets pass (bare line feeds, folded lines); Boost.Beast then reads head
// and body.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::http {

struct Head {
    std::string method{};
    std::string target{};
    int version = 11;                                           // 10 or 11
    std::vector<std::pair<std::string, std::string>> fields{};  // names in lower case, in their order
};

struct HeadLimits {
    std::size_t bytes = 16 << 10;
    unsigned fields = 100;
    std::size_t target = 8 << 10;
};

// Watches the bytes of a head arrive; looks at every byte once.
class HeadScanner {
public:
    explicit HeadScanner(HeadLimits limits) : limits_(limits) {}
    struct Verdict {
        int status = 0;        // 0: go on; otherwise the refusal
        std::size_t end = 0;   // length of the whole head when it is complete, else 0
        std::size_t skip = 0;  // empty lines before the request line
    };
    Verdict scan(std::string_view buffer);  // everything since the begin of the message
    bool started() const { return at_ > skip_; }

private:
    HeadLimits limits_;
    std::size_t at_ = 0, line_ = 0, skip_ = 0;
    unsigned lines_ = 0;
};

class Parser {
public:
    Parser();
    ~Parser();
    Parser(Parser&&) noexcept;
    Parser& operator=(Parser&&) noexcept;

    // A complete head as HeadScanner found it. False: malformed, status() says how.
    bool head(std::string_view bytes, Head& out);
    int status() const;

    enum class Progress : std::uint8_t { need_more, full, done, malformed };
    // Decodes body bytes onto `out`, at most `room` of them; `consumed` bytes of the input are used up.
    Progress body(std::string_view bytes, std::string& out, std::size_t room, std::size_t& consumed);
    bool done() const;

private:
    std::unique_ptr<struct ParserState> state_;
};

}  // namespace lt::http
