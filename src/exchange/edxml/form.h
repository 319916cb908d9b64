// The fields of a message on their way out: each is checked by its rules and written under its name. Knows how a
// field may look; knows nothing of which fields there are.
#pragma once

#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/edxml/writer.h"

namespace lt::edxml {

// Thrown inside the writer only; write() turns it into its Result.
struct Refusal : std::exception {
    explicit Refusal(base::Error e) : error(std::move(e)) {}
    base::Error error;
};

// `by_standard`: in messages of our own only.
enum class Need : std::uint8_t { optional, by_standard, always };

// A field as officials call it, in Vietnamese ("trích yếu"), and as the element is called.
struct Label {
    const char* element;
    const char* words;
};

class Form {
public:
    Form(XmlOut& out, const WriteOptions& options) : out_(out), options_(options) {}

    // A block without a field is not written at all, unless it was opened as `kept`. `number` tells blocks of one
    // name apart in refusals, from 1.
    void open(std::string_view element, std::size_t number = 0);
    void open_kept(std::string_view element, std::size_t number = 0);
    void close();
    // Elements from here on have no prefix, or have it again.
    void use_prefix(std::string_view prefix) { prefix_ = prefix; }

    // For people: NFC, no control characters.
    void text(Label label, std::string_view value, std::size_t limit, Need need = Need::optional);
    // As it is, only trimmed.
    void id(Label label, std::string_view value, std::size_t limit, Need need = Need::optional);
    void number(Label label, std::optional<int> value, int to_by_standard, Need need = Need::optional);
    void day(Label label, std::optional<base::Day> value, Need need = Need::optional);
    void time(Label label, std::optional<base::Time> value, Need need = Need::optional);
    void fixed(std::string_view element, std::string_view value);  // what needs no check

    bool is_own() const { return options_.rules == Rules::own; }
    const Limits& limits() const { return options_.limits; }
    void check_count(const char* element, std::size_t count, std::size_t limit) const;
    void require(bool present, Label label, Need need) const;
    // With {{field}} and {{element}} known to the message.
    [[noreturn]] void refuse(Label label, base::Message message,
                             base::Fault fault = base::Fault::invalid) const;
    std::size_t text_bytes() const { return text_bytes_; }
    XmlOut& out() { return out_; }

private:
    struct Block {
        std::string name{};  // with prefix
        std::string shown{};
        bool is_written = false;
    };
    void leaf(std::string_view element, std::string_view value);
    void begin(std::string_view element, std::size_t number);
    void write_open_blocks();
    void check_length(Label label, std::string_view value, std::size_t limit) const;
    void check_characters(Label label, std::string_view value) const;
    std::string path(std::string_view element) const;

    XmlOut& out_;
    const WriteOptions& options_;
    std::string_view prefix_ = "edXML:";
    std::vector<Block> open_{};
    std::size_t text_bytes_ = 0;
};

}  // namespace lt::edxml
