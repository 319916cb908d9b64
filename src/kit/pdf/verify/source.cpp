#include <algorithm>
#include <map>

#include "kit/pdf/verify/filters.h"
#include "kit/pdf/verify/revision.h"

namespace lt::pdf {
namespace {

constexpr std::int64_t kHighestNumber = 8'388'607;  // ISO 32000-1, annex C

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Sorts; of a number that stands there twice the first counts.
void arrange(Section& section)
{
    auto& entries = section.entries;
    std::stable_sort(entries.begin(), entries.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    const auto last = std::unique(entries.begin(), entries.end(), [&](const auto& a, const auto& b) {
        if (a.first != b.first) return false;
        section.ambiguous = section.ambiguous || !(a.second == b.second);
        return true;
    });
    entries.erase(last, entries.end());
}

// Twenty bytes, which some readers take without looking at them (7.5.4).
bool is_entry(std::string_view bytes)
{
    if (bytes.size() != 20 || bytes[10] != ' ' || bytes[16] != ' ') return false;
    for (std::size_t i = 0; i < 16; ++i)
        if (i != 10 && !is_digit(bytes[i])) return false;
    const std::string_view end = bytes.substr(18);
    return end == "\r\n" || end == " \n" || end == " \r";
}

std::optional<std::size_t> offset_of(const Value& value)
{
    const std::int64_t* offset = value.integer();
    double real = 0;
    if (offset == nullptr && value.number(real) && real >= 0 && real < 1e15)
        return static_cast<std::size_t>(real);
    if (offset == nullptr || *offset < 0) return std::nullopt;
    return static_cast<std::size_t>(*offset);
}

}  // namespace

Source::Source(std::string_view bytes) : bytes_(bytes)
{
    const std::size_t head = bytes.substr(0, 1024).find("%PDF-");
    if (head != std::string_view::npos) shift_ = head;
}

const Section* Source::section_at(std::size_t offset)
{
    if (offset >= bytes_.size()) return nullptr;
    const auto [place, fresh] = sections_.try_emplace(offset);
    if (fresh) {
        budget_.keep(256);
        auto section = read_section(offset);
        if (section == nullptr && shift_ > 0 && offset + shift_ < bytes_.size())
            section = read_section(offset + shift_);
        sections_[offset] = std::move(section);
    }
    return sections_[offset].get();
}

std::unique_ptr<Section> Source::read_section(std::size_t offset)
{
    Lexer lexer(bytes_, offset, budget_);
    lexer.skip_space();
    const std::size_t at = lexer.at();
    std::unique_ptr<Section> section;
    if (lexer.take("xref")) {
        section = read_table(lexer);
    } else if (const Indirect* object = object_at(at)) {
        section = read_stream(*object);
    }
    if (section == nullptr) return nullptr;
    section->at = at;
    if (section->trailer.has("Prev")) {
        section->previous = offset_of(section->trailer["Prev"]);
        // One that is no offset is a chain that breaks, not one that ends.
        if (!section->previous) section->previous = bytes_.size();
    }
    return section;
}

// 7.5.4. Some programs count from 1 where they mean 0, or write entries of 19 bytes.
std::unique_ptr<Section> Source::read_table(Lexer& lexer)
{
    auto section = std::make_unique<Section>();
    const std::size_t begin = lexer.at();
    for (;;) {
        lexer.skip_space();
        if (lexer.take("trailer")) break;
        std::int64_t first = 0;
        std::int64_t count = 0;
        if (!lexer.take_integer(first)) return nullptr;
        lexer.skip_space();
        if (!lexer.take_integer(count) || first < 0 || count < 0 || first > kHighestNumber) return nullptr;
        for (std::int64_t i = 0; i < count; ++i) {
            std::int64_t at = 0;
            std::int64_t generation = 0;
            lexer.skip_space();
            if (!is_entry(bytes_.substr(lexer.at(), 20))) section->indulged = true;
            if (!lexer.take_integer(at)) return nullptr;
            lexer.skip_space();
            if (!lexer.take_integer(generation)) return nullptr;
            lexer.skip_space();
            const bool used = lexer.take("n");
            if ((!used && !lexer.take("f")) || at < 0 || generation < 0) return nullptr;
            if (i == 0 && first == 1 && !used && generation == 65'535) {
                first = 0;
                section->indulged = true;
            }
            if (used && at == 0) section->indulged = true;
            if (first + i > kHighestNumber) return nullptr;
            budget_.spend(20);
            budget_.keep(32);
            section->entries.emplace_back(
                static_cast<int>(first + i),
                used && at > 0 ? Entry{Entry::Kind::plain,
                                       static_cast<std::uint32_t>(std::min<std::int64_t>(generation, 65'536)),
                                       static_cast<std::uint64_t>(at)}
                               : Entry{});
        }
    }
    // A comment in between is no comment for all.
    if (bytes_.substr(begin, lexer.at() - begin).find('%') != std::string_view::npos)
        section->indulged = true;
    Value trailer;
    if (!lexer.take_value(trailer) || trailer.dictionary() == nullptr || trailer.stream() != nullptr)
        return nullptr;
    section->trailer = *trailer.dictionary();
    section->end = lexer.at();
    // Objects that older readers shall not see are free in the table and have their place in a stream (7.5.8.4).
    if (const auto hidden = offset_of(section->trailer["XRefStm"])) {
        const Section* stream = *hidden < bytes_.size() ? section_at(*hidden) : nullptr;
        if (stream == nullptr) return nullptr;
        auto& entries = section->entries;
        std::map<int, Entry> in_use;
        for (const auto& one : entries)
            if (one.second.kind != Entry::Kind::free) in_use.insert(one);
        std::vector<std::pair<int, Entry>> more;
        bool contradicted = false;
        for (const auto& one : stream->entries) {
            const auto found = in_use.find(one.first);
            if (found == in_use.end())
                more.push_back(one);
            else if (one.second.kind != Entry::Kind::free && !(one.second == found->second))
                contradicted = true;
        }
        budget_.keep(more.size() * 32 + in_use.size() * 64);
        // These come first: free entries of the table do not count against them.
        std::set<int> replaced;
        for (const auto& one : more) replaced.insert(one.first);
        std::erase_if(entries, [&](const auto& one) { return replaced.contains(one.first); });
        entries.insert(entries.end(), more.begin(), more.end());
        section->ambiguous = stream->ambiguous || contradicted;
        section->indulged = section->indulged || stream->indulged;
        section->hybrid = stream->at;
    }
    arrange(*section);
    return section;
}

// 7.5.8.
std::unique_ptr<Section> Source::read_stream(const Indirect& object)
{
    const Stream* stream = object.value.stream();
    if (stream == nullptr || stream->dictionary["Type"].name() != "XRef") return nullptr;
    const Dictionary& dictionary = stream->dictionary;
    const Array* widths = dictionary["W"].array();
    const std::int64_t* length = dictionary["Length"].integer();
    if (widths == nullptr || widths->size() != 3 || length == nullptr || *length < 0 ||
        stream->begin > bytes_.size())
        return nullptr;
    std::size_t width[3];
    for (std::size_t i = 0; i < 3; ++i) {
        const std::int64_t* one = (*widths)[i].integer();
        if (one == nullptr || *one < 0 || *one > 8) return nullptr;
        width[i] = static_cast<std::size_t>(*one);
    }
    const std::size_t row = width[0] + width[1] + width[2];
    const auto content =
        decoded(dictionary, bytes_.substr(stream->begin, static_cast<std::size_t>(*length)), budget_);
    if (!content || row == 0) return nullptr;
    std::vector<std::pair<std::int64_t, std::int64_t>> parts;
    if (const Array* index = dictionary["Index"].array()) {
        for (std::size_t i = 0; i + 1 < index->size(); i += 2) {
            const std::int64_t* first = (*index)[i].integer();
            const std::int64_t* count = (*index)[i + 1].integer();
            if (first == nullptr || count == nullptr || *first < 0 || *count < 0) return nullptr;
            parts.emplace_back(*first, *count);
        }
    } else {
        const std::int64_t* size = dictionary["Size"].integer();
        if (size == nullptr) return nullptr;
        parts.emplace_back(0, *size);
    }
    auto section = std::make_unique<Section>();
    std::size_t at = 0;
    for (const auto& [first, count] : parts) {
        for (std::int64_t i = 0; i < count && at + row <= content->size(); ++i, at += row) {
            std::uint64_t field[3] = {1, 0, 0};  // without the first field, objects are plain
            std::size_t from = at;
            for (std::size_t k = 0; k < 3; ++k) {
                if (width[k] > 0) field[k] = 0;
                for (std::size_t byte = 0; byte < width[k]; ++byte)
                    field[k] = field[k] << 8U | static_cast<unsigned char>((*content)[from++]);
            }
            if (first + i > kHighestNumber) return nullptr;
            budget_.spend(20);
            budget_.keep(32);
            Entry entry;
            if (field[0] == 1) {
                entry = {Entry::Kind::plain,
                         static_cast<std::uint32_t>(std::min<std::uint64_t>(field[2], 65'536)), field[1]};
            } else if (field[0] == 2 && field[1] <= static_cast<std::uint64_t>(kHighestNumber)) {
                entry = {Entry::Kind::compressed,
                         static_cast<std::uint32_t>(std::min<std::uint64_t>(field[2], 0xffffffffU)),
                         field[1]};
            } else if (field[0] != 0) {
                section->indulged = true;
            }
            section->entries.emplace_back(static_cast<int>(first + i), entry);
        }
    }
    std::int64_t wanted = 0;
    for (const auto& [first, count] : parts) wanted += std::min<std::int64_t>(count, kHighestNumber);
    if (static_cast<std::uint64_t>(wanted) != content->size() / row) section->indulged = true;
    section->trailer = dictionary;
    section->end = object.end;
    arrange(*section);
    return section;
}

const Indirect* Source::object_at(std::size_t offset)
{
    if (offset >= bytes_.size()) return nullptr;
    const auto [place, fresh] = objects_.try_emplace(offset);
    if (fresh) {
        budget_.keep(128);
        auto object = read_object(offset);
        objects_[offset] = std::move(object);
    }
    return objects_[offset].get();
}

std::unique_ptr<Indirect> Source::read_object(std::size_t offset)
{
    for (const std::size_t from : {offset, offset + shift_}) {
        Lexer lexer(bytes_, from, budget_);
        std::int64_t number = 0;
        std::int64_t generation = 0;
        lexer.skip_space();
        if (!lexer.take_integer(number)) continue;
        lexer.skip_space();
        if (!lexer.take_integer(generation)) continue;
        lexer.skip_space();
        if (!lexer.take("obj") || number <= 0 || number > kHighestNumber || generation < 0 ||
            generation > 65'535)
            continue;
        auto out = std::make_unique<Indirect>();
        out->ref = {static_cast<int>(number), static_cast<int>(generation)};
        lexer.skip_space();
        if (!lexer.take("endobj") && !lexer.take_value(out->value)) return nullptr;
        out->end = lexer.at();
        lexer.skip_space();
        if (out->value.dictionary() != nullptr && lexer.take("stream")) {
            std::size_t begin = lexer.at();
            if (bytes_.substr(begin, 2) == "\r\n")
                begin += 2;
            else if (begin < bytes_.size() && (bytes_[begin] == '\n' || bytes_[begin] == '\r'))
                ++begin;
            out->value = Value(
                Value::Content(std::make_shared<const Stream>(Stream{*out->value.dictionary(), begin})));
        }
        return out;
    }
    return nullptr;
}

void Source::scan()
{
    found_.emplace();
    budget_.spend(bytes_.size() / 2);
    for (std::size_t at = bytes_.find("obj"); at != std::string_view::npos; at = bytes_.find("obj", at + 3)) {
        if (at < 4 || bytes_.substr(at - 3, 3) == "end") continue;
        std::size_t from = at;
        for (int part = 0; part < 2; ++part) {
            while (from > 0 && is_space(bytes_[from - 1]) && at - from < 30) --from;
            const std::size_t end = from;
            while (from > 0 && is_digit(bytes_[from - 1]) && at - from < 30) --from;
            if (end == from) break;
            if (part == 0) continue;
            Lexer lexer(bytes_, from, budget_);
            std::int64_t number = 0;
            if (!lexer.take_integer(number) || number <= 0 || number > kHighestNumber) break;
            budget_.keep(16);
            found_->emplace_back(static_cast<int>(number), from);
        }
    }
    std::sort(found_->begin(), found_->end());
    for (std::size_t at = bytes_.find("trailer"); at != std::string_view::npos;
         at = bytes_.find("trailer", at + 7))
        trailers_.push_back(at);
}

const Indirect* Source::last_object(int number, std::size_t limit)
{
    if (!found_) scan();
    auto at = std::lower_bound(found_->begin(), found_->end(), std::pair(number, limit));
    // What only looks like an object, in the data of a stream, is passed over; not for ever.
    for (int tries = 0; tries < 16 && at != found_->begin() && std::prev(at)->first == number; ++tries) {
        --at;
        const Indirect* object = object_at(at->second);
        if (object != nullptr && object->ref.number == number && object->end <= limit) return object;
    }
    return nullptr;
}

const std::vector<std::pair<int, std::size_t>>& Source::headers()
{
    if (!found_) scan();
    return *found_;
}

std::vector<std::size_t> Source::sections_before(std::size_t limit)
{
    budget_.spend(limit / 8);
    const std::string_view bytes = bytes_.substr(0, limit);
    std::vector<std::size_t> out;
    std::size_t at = bytes.rfind("xref");
    for (int tries = 0; tries < 8 && at != std::string_view::npos; ++tries) {
        if (at > 0 && is_space(bytes[at - 1])) out.push_back(at);
        at = at == 0 ? std::string_view::npos : bytes.rfind("xref", at - 1);
    }
    const std::size_t type = bytes.rfind("/XRef");
    std::size_t from = type == std::string_view::npos ? type : bytes.rfind("obj", type);
    if (from != std::string_view::npos) {
        const std::size_t word = from;
        while (from > 0 && word - from < 30 && (is_space(bytes[from - 1]) || is_digit(bytes[from - 1])))
            --from;
        out.push_back(from);
    }
    std::sort(out.rbegin(), out.rend());
    return out;
}

std::vector<std::size_t> Source::trailers_before(std::size_t limit)
{
    if (!found_) scan();
    std::vector<std::size_t> out(trailers_.begin(),
                                 std::lower_bound(trailers_.begin(), trailers_.end(), limit));
    std::reverse(out.begin(), out.end());
    if (out.size() > 64) out.resize(64);
    return out;
}

}  // namespace lt::pdf
