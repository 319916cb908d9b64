// toml++ stays in this file.
#include "kit/trust/tables.h"

#include <set>

#include <toml++/toml.h>

namespace lt::trust {
namespace {

// Days are Vietnam's.
constexpr std::chrono::hours kVietnam{7};

// One table: typed reading, and a complaint with its line for what is missing, wrong or unknown.
class Row {
public:
    Row(const toml::table& table, std::string file) : table_(table), file_(std::move(file)) {}

    std::string text(const char* key)
    {
        const toml::node* node = take(key);
        if (node == nullptr || !node->is_string() || node->as_string()->get().empty())
            refuse(key, "must be a text");
        return node->as_string()->get();
    }
    std::string optional_text(const char* key) { return table_.contains(key) ? text(key) : (take(key), ""); }
    // The first moment of the day.
    base::Time day(const char* key)
    {
        const toml::node* node = take(key);
        if (node == nullptr || !node->is_date())
            refuse(key, "must be a day, such as 2025-04-10 without quotation marks");
        const toml::date day = node->as_date()->get();
        return base::Day(std::chrono::year(day.year) / day.month / day.day) - kVietnam;
    }
    int number(const char* key)
    {
        const toml::node* node = take(key);
        if (node == nullptr || !node->is_integer() || node->as_integer()->get() < 1 ||
            node->as_integer()->get() > 100000)
            refuse(key, "must be a number from 1 to 100000");
        return static_cast<int>(node->as_integer()->get());
    }
    void finish() const
    {
        for (const auto& [key, node] : table_)
            if (!known_.contains(std::string(key.str())))
                refuse(std::string(key.str()), "this key is not known");
    }
    [[noreturn]] void refuse(const std::string& key, const char* why) const
    {
        const toml::node* node = table_.get(key);
        throw WrongFile(place(node == nullptr ? table_ : *node) + key + ": " + why);
    }
    std::string place() const { return place(table_); }

private:
    std::string place(const toml::node& node) const
    {
        return file_ + ":" + std::to_string(node.source().begin.line) + ": ";
    }
    const toml::node* take(const char* key)
    {
        known_.insert(key);
        return table_.get(key);
    }

    const toml::table& table_;
    std::string file_;
    std::set<std::string> known_{};
};

bool is_fingerprint(const std::string& text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

// "AB:CD…" as openssl prints it, or the digits alone.
std::string fingerprint_of(std::string text)
{
    std::string out;
    for (const char c : text)
        if (c != ':' && c != ' ') out += static_cast<char>(c >= 'A' && c <= 'F' ? c - 'A' + 'a' : c);
    return out;
}

AnchorRow anchor_of(Row& row)
{
    AnchorRow out{.place = row.place(),
                  .name = row.text("name"),
                  .scope = row.text("scope"),
                  .file = row.optional_text("file"),
                  .sha256 = fingerprint_of(row.optional_text("sha256")),
                  .from = row.day("from"),
                  .until = row.day("until") + std::chrono::hours(24) - std::chrono::seconds(1),
                  .basis = row.text("basis")};
    if (out.scope != "government" && out.scope != "public" && out.scope != "other")
        row.refuse("scope", "must be government, public or other");
    if (out.file.empty() && out.sha256.empty()) row.refuse("file", "an anchor needs a file or a sha256");
    if (!out.sha256.empty() && !is_fingerprint(out.sha256))
        row.refuse("sha256", "must be 64 hexadecimal digits");
    if (out.until < out.from) row.refuse("until", "lies before from");
    return out;
}

Wanted wanted_of(Row& row)
{
    return {row.text("name"), row.text("scope"), row.text("publisher"), row.text("basis")};
}

}  // namespace

void Tables::read(const std::string& text, const std::string& file)
{
    toml::table all;
    try {
        all = toml::parse(text, file);
    } catch (const toml::parse_error& error) {
        throw WrongFile(file + ":" + std::to_string(error.source().begin.line) + ": " +
                        std::string(error.description()));
    }
    for (const auto& [key, node] : all) {
        const std::string kind(key.str());
        if (kind != "anchor" && kind != "wanted" && kind != "digest" && kind != "key")
            throw WrongFile(file + ":" + std::to_string(node.source().begin.line) + ": " + kind +
                            ": must be [[anchor]], [[wanted]], [[digest]] or [[key]]");
        if (!node.is_array_of_tables())
            throw WrongFile(file + ":" + std::to_string(node.source().begin.line) + ": " + kind +
                            ": must be [[" + kind + "]]");
        for (const toml::node& one : *node.as_array()) {
            Row row(*one.as_table(), file);
            if (kind == "anchor") {
                anchors.push_back(anchor_of(row));
            } else if (kind == "wanted") {
                wanted.push_back(wanted_of(row));
            } else if (kind == "digest") {
                const std::string name = row.text("name");
                rules_[{name, 0}] = {.digest = name, .until = row.day("not_from")};
                row.text("basis");
                if (!crypto::AlgorithmPolicy().digest_counts(name, {}))
                    row.refuse("name", "no digest that this program knows: SHA1, SHA224, SHA256 …");
            } else {
                const std::string name = row.text("kind");
                if (name != "rsa" && name != "ec") row.refuse("kind", "must be rsa or ec");
                const int below = row.number("below");
                rules_[{name, below}] = {.kind = name == "rsa" ? crypto::KeyKind::rsa
                                                               : crypto::KeyKind::elliptic_curve,
                                         .below_bits = below,
                                         .until = row.day("not_from")};
                row.text("basis");
            }
            row.finish();
        }
    }
}

std::vector<crypto::AlgorithmPolicy::Rule> Tables::rules() const
{
    std::vector<crypto::AlgorithmPolicy::Rule> out;
    for (const auto& [subject, rule] : rules_) out.push_back(rule);
    return out;
}

}  // namespace lt::trust
