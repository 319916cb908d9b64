// What a form asks, read from a JSON Schema (the subset of docs/developer/forms.md). Pure values: no answers, no page,
// no knowledge of what the form is for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/condition.h"
#include "kit/base/result.h"

namespace lt::forms {

// More than these is refused, so that no schema takes long to read, to draw or to check.
constexpr std::size_t kSchemaBytes = 256 * 1024;
constexpr std::size_t kSchemaDepth = 16;     // objects in objects
constexpr std::size_t kQuestions = 500;      // after all references
constexpr std::size_t kOptions = 300;        // of one choice
constexpr std::size_t kConditions = 2'000;   // all parts of all of them
constexpr std::size_t kTextLength = 10'000;  // the largest maxLength
constexpr std::size_t kRows = 100;           // the largest maxItems

// What is asked. `group` and `address` hold questions; `rows` holds the questions of each of its rows.
enum class Kind : std::uint8_t {
    text,
    full_name,
    identity_number,
    phone,
    email,
    uri,
    date,
    integer,
    number,
    boolean,
    choice,
    people,    // ethnic group, from Lists
    religion,  // from Lists
    province,  // from Lists
    commune,   // from Lists, of the province beside it
    address,
    group,
    rows,
};

// Which days a date may be.
enum class Days : std::uint8_t { any, up_to_today, from_today };

struct Option {
    std::string value{};
    std::string label{};
};

class Pattern;  // a compiled `pattern`

// A question or a group of questions. `path` is the name of its input: "child.full_name"; below rows "members.*.full_name".
struct Field {
    std::string name{};
    std::string path{};
    Kind kind = Kind::text;
    std::string title{};
    std::string hint{};  // description or x-hint
    std::string
        of{};  // whose it is, for messages: "Nhập họ và tên" + " của trẻ" (x-of, or the group's title)
    std::string row_title{};     // of rows: "Thành viên", shown as "Thành viên 2"
    std::string fill{};          // x-fill: "owner.full_name"
    std::string pattern_hint{};  // x-pattern-hint: what to type where `pattern` does not fit
    std::string width{};         // x-width: 2 3 4 5 10 20, "" for the whole line
    int lines = 1;               // x-lines: more than one is a text area
    Days days = Days::any;
    bool must_be_true = false;  // of a boolean with const true: a statement to agree with
    std::vector<Option> options{};
    std::optional<std::size_t> minimum_length{};
    std::optional<std::size_t> maximum_length{};
    std::optional<double> minimum{};
    std::optional<double> maximum{};
    std::size_t minimum_rows = 0;
    std::size_t maximum_rows = kRows;
    std::shared_ptr<const Pattern> pattern{};
    std::vector<Field> fields{};          // in the order in which they are asked
    std::vector<Condition> conditions{};  // of a group or row: the `if`s over its answers
    std::vector<Guard> when{};  // asked only when all hold; over the conditions of the group around it
    std::vector<std::vector<Guard>>
        required{};  // must be answered when one of these holds; an empty one always holds

    bool holds_fields() const { return kind == Kind::group || kind == Kind::address || kind == Kind::rows; }
    bool always_required() const;
};

struct Step {
    std::string title{};
    std::vector<std::string> fields{};  // names of the form's own questions, in order
};

// A place for a signature on the printed form.
struct Signature {
    std::string title{};  // "Người yêu cầu"
    std::string note{};   // "(Ký, ghi rõ họ, chữ đệm, tên)"
    std::string name{};   // path of the answer that stands under it, or ""
};

// x-print: what the printed form has besides questions and answers.
struct PrintedForm {
    std::string form{};     // "Mẫu số 18", where the law numbers it
    std::string basis{};    // the text that prescribes it
    std::string heading{};  // "" takes the title of the form
    std::string to{};       // "Kính gửi: …"
    std::vector<std::string> closing{};
    std::vector<Signature> signatures{};
};

// A form. Immutable and cheap to copy; may be shared between threads.
class Schema {
public:
    const std::string& title() const;
    const std::string& description() const;
    const Field& root() const;               // a group without title
    const std::vector<Step>& steps() const;  // at least one; every question is in exactly one
    const PrintedForm& printed() const;

    // The question of a path, "child.full_name", "members.*.full_name" or "members.0.full_name"; null when there is none.
    const Field* find(std::string_view path) const;

    // The step in which a wrong answer is mended, by the name or JSON pointer that take() and check() give; the first for others.
    std::size_t step_of(std::string_view name) const;

private:
    struct State;
    explicit Schema(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    friend base::Result<Schema> read(std::string_view text);
    std::shared_ptr<const State> state_;
};

// Reads a form. What is not in the subset, too large or contradicts itself is refused: `field` is then the JSON pointer of
// the place ("/properties/child/type"), the message says what is wrong there.
base::Result<Schema> read(std::string_view text);

}  // namespace lt::forms
