#include "kit/pdf/verify/revision.h"

#include <algorithm>

#include "kit/pdf/verify/filters.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kSections = 2000;
constexpr int kHops = 32;

const Value kNothing{};

// Objects that need each other to be read (the length of an object stream inside itself) end here.
class Depth {
public:
    Depth() { ++depth_; }
    ~Depth() { --depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    static bool too_deep() { return depth_ > 20; }

private:
    static thread_local int depth_;
};
thread_local int Depth::depth_ = 0;

}  // namespace

std::optional<Revision> Revision::read(Source& source, std::size_t end, Search search)
{
    const std::string_view bytes = source.bytes().substr(0, end);
    Revision out;
    out.source_ = &source;
    out.end_ = bytes.size();
    const auto next_section = [&](std::optional<std::size_t> offset) -> const Section* {
        const Section* section = offset ? source.section_at(*offset) : nullptr;
        return section != nullptr && section->end <= bytes.size() ? section : nullptr;
    };
    std::optional<std::size_t> offset;
    // An honest end has it close by. Whoever tries each mark of an end must not look through the whole file each time.
    constexpr std::size_t kClose = 2048;
    const std::size_t from = search == Search::no && bytes.size() > kClose ? bytes.size() - kClose : 0;
    std::size_t word = bytes.substr(from).rfind("startxref");
    if (word != std::string_view::npos) word += from;
    source.budget().spend((bytes.size() - (word == std::string_view::npos ? from : word)) / 2);
    if (word != std::string_view::npos) {
        Lexer lexer(bytes, word + 9, source.budget());
        std::int64_t number = 0;
        lexer.skip_space();
        if (lexer.take_integer(number) && number >= 0) {
            offset = static_cast<std::size_t>(number);
            std::size_t at = lexer.at();
            while (at < bytes.size() && is_space(bytes[at])) ++at;
            out.ends_properly_ =
                bytes.substr(at, 5) == "%%EOF" &&
                std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + 5, bytes.size())),
                            bytes.end(), is_space);
        }
    }
    const Section* section = next_section(offset);
    if (section == nullptr) {
        if (search == Search::no) return std::nullopt;
        out.ends_properly_ = false;
        for (const std::size_t guess : source.sections_before(bytes.size()))
            if ((section = next_section(guess)) != nullptr) break;
    }
    std::set<std::size_t> seen;
    while (section != nullptr && seen.insert(section->at).second && out.sections_.size() < kSections) {
        out.sections_.push_back(section);
        if (!section->previous) break;
        const Section* previous = next_section(section->previous);
        if (previous == nullptr || seen.contains(previous->at)) out.searched_to_ = section->at;
        section = previous;
    }
    source.budget().spend(out.sections_.size() * 100);
    const auto has_catalog = [&] { return !out.catalog().entries.empty(); };
    if (!out.sections_.empty()) {
        out.trailer_ = out.sections_.front()->trailer;
        // A reader takes the newest root that there is.
        for (const Section* one : out.sections_) {
            if (has_catalog()) return out;
            out.trailer_ = one->trailer;
        }
        if (has_catalog()) return out;
    }
    if (search == Search::no) return std::nullopt;
    // No cross-reference leads to a document: look for its objects.
    out.sections_.clear();
    out.searched_to_ = out.end_;
    for (const std::size_t at : source.trailers_before(out.end_)) {
        Lexer lexer(bytes, at + 7, source.budget());
        Value trailer;
        if (!lexer.take_value(trailer) || trailer.dictionary() == nullptr) continue;
        out.trailer_ = *trailer.dictionary();
        if (has_catalog()) return out;
    }
    return std::nullopt;
}

const Dictionary& Revision::catalog() const
{
    static const Dictionary kEmpty;
    const Dictionary* root = get(trailer_, "Root").dictionary();
    return root == nullptr ? kEmpty : *root;
}

std::optional<Entry> Revision::entry(int number) const
{
    for (const Section* section : sections_) {
        const auto& entries = section->entries;
        const auto found = std::lower_bound(entries.begin(), entries.end(), number,
                                            [](const auto& one, int wanted) { return one.first < wanted; });
        source_->budget().spend(4);
        if (found != entries.end() && found->first == number) return found->second;
    }
    return std::nullopt;
}

const Value& Revision::object(int number) const
{
    const Depth depth;
    if (Depth::too_deep() || number <= 0) return kNothing;
    const auto place = entry(number);
    if (!place) {
        const Indirect* object = searched_to_ ? source_->last_object(number, *searched_to_) : nullptr;
        return object == nullptr ? kNothing : object->value;
    }
    switch (place->kind) {
    case Entry::Kind::free: return kNothing;
    case Entry::Kind::compressed: return compressed(*place, number);
    case Entry::Kind::plain: break;
    }
    const Indirect* object = source_->object_at(place->at);
    if (object == nullptr || object->ref.number != number || object->end > end_) {
        // A place that is wrong: readers look for the object, among those before the cross-reference that is wrong.
        std::size_t limit = 0;
        for (const Section* section : sections_) {
            const auto& entries = section->entries;
            if (std::binary_search(entries.begin(), entries.end(), std::pair(number, Entry{}),
                                   [](const auto& a, const auto& b) { return a.first < b.first; })) {
                limit = section->at;
                break;
            }
        }
        object = source_->last_object(number, limit);
    }
    return object == nullptr ? kNothing : object->value;
}

const Value& Revision::compressed(const Entry& entry, int number) const
{
    // 7.5.7: not inside another object stream.
    const auto place = this->entry(static_cast<int>(entry.at));
    if (!place || place->kind != Entry::Kind::plain) return kNothing;
    const Indirect* container = source_->object_at(place->at);
    if (container == nullptr || container->ref.number != static_cast<int>(entry.at) || container->end > end_)
        return kNothing;
    const Stream* stream = container->value.stream();
    if (stream == nullptr || stream->dictionary["Type"].name() != "ObjStm") return kNothing;
    auto& known = source_->packed[place->at];
    if (known == nullptr) {
        auto packed = std::make_unique<Source::Packed>();
        const std::int64_t* count = stream->dictionary["N"].integer();
        const std::int64_t* first = stream->dictionary["First"].integer();
        if (auto content = stream_content(*stream);
            content && count != nullptr && first != nullptr && *first >= 0) {
            packed->bytes = std::move(*content);
            Lexer lexer(packed->bytes, 0, source_->budget());
            std::int64_t one = 0;
            std::int64_t offset = 0;
            for (std::int64_t i = 0; i < *count; ++i) {
                lexer.skip_space();
                if (!lexer.take_integer(one)) break;
                lexer.skip_space();
                if (!lexer.take_integer(offset) || offset < 0 || one <= 0 || one > 8'388'607) break;
                source_->budget().spend(20);
                source_->budget().keep(16);
                packed->index.emplace_back(static_cast<int>(one), static_cast<std::size_t>(*first + offset));
            }
        }
        source_->packed[place->at] = std::move(packed);
    }
    Source::Packed& packed = *source_->packed[place->at];
    std::size_t at = entry.detail;
    if (at >= packed.index.size() || packed.index[at].first != number) {
        const auto found = std::find_if(packed.index.begin(), packed.index.end(),
                                        [&](const auto& one) { return one.first == number; });
        source_->budget().spend(packed.index.size());
        if (found == packed.index.end()) return kNothing;
        at = static_cast<std::size_t>(found - packed.index.begin());
    }
    const auto [value, fresh] = packed.values.try_emplace(at);
    if (fresh) {
        source_->budget().keep(64);
        Lexer lexer(packed.bytes, packed.index[at].second, source_->budget());
        Value read;
        if (lexer.take_value(read)) packed.values[at] = std::move(read);
    }
    return packed.values[at];
}

const Value& Revision::resolved(const Value& value) const
{
    const Value* at = &value;
    for (int hops = 0; hops < kHops; ++hops) {
        const Ref* ref = at->reference();
        if (ref == nullptr) return *at;
        at = &object(ref->number);
    }
    return kNothing;
}

std::string_view Revision::stream_data(const Stream& stream) const
{
    const std::string_view bytes = source_->bytes().substr(0, end_);
    if (stream.begin >= bytes.size()) return {};
    const std::string_view rest = bytes.substr(stream.begin);
    if (const std::int64_t* length = get(stream.dictionary, "Length").integer();
        length != nullptr && *length >= 0 && static_cast<std::size_t>(*length) <= rest.size()) {
        const auto size = static_cast<std::size_t>(*length);
        std::size_t at = size;
        while (at < rest.size() && at < size + 4 && is_space(rest[at])) ++at;
        if (rest.substr(at, 9) == "endstream") return rest.substr(0, size);
    }
    const std::size_t end = rest.find("endstream");
    source_->budget().spend(std::min(end, rest.size()) / 4);
    return rest.substr(0, end);
}

std::optional<std::string> Revision::stream_content(const Stream& stream) const
{
    Dictionary direct;
    for (const char* key : {"Filter", "DecodeParms"}) {
        Value value = get(stream.dictionary, key);
        if (const Array* array = value.array()) {
            Array resolved_items;
            for (const Value& one : *array) resolved_items.push_back(resolved(one));
            value = Value(Value::Content(std::make_shared<const Array>(std::move(resolved_items))));
        }
        direct.entries.emplace(key, std::move(value));
    }
    return decoded(direct, stream_data(stream), source_->budget());
}

std::set<int> Revision::numbers() const
{
    std::set<int> out;
    for (const Section* section : sections_)
        for (const auto& [number, entry] : section->entries) out.insert(number);
    source_->budget().spend(out.size() * 10);
    return out;
}

}  // namespace lt::pdf
