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
    Revision out;
    out.source_ = &source;
    out.end_ = std::min(end, source.bytes().size());
    const Section* newest = out.section(out.find_start(search));
    if (newest == nullptr) {
        if (search == Search::no) return std::nullopt;
        out.ends_properly_ = false;
        for (const std::size_t guess : source.sections_before(out.end_))
            if ((newest = out.section(guess)) != nullptr) break;
    }
    out.follow(newest);
    if (out.choose_root() || (search == Search::yes && out.search_for_root())) return out;
    return std::nullopt;
}

const Section* Revision::section(std::optional<std::size_t> offset) const
{
    const Section* section = offset ? source_->section_at(*offset) : nullptr;
    return section != nullptr && section->end <= end_ ? section : nullptr;
}

// 7.5.5: what the last "startxref" says, and whether the file ends as it should behind it.
std::optional<std::size_t> Revision::find_start(Search search)
{
    const std::string_view bytes = source_->bytes().substr(0, end_);
    // An honest end has it close by. Whoever tries each mark of an end must not look through the whole file each time.
    constexpr std::size_t kClose = 2048;
    const std::size_t from = search == Search::no && bytes.size() > kClose ? bytes.size() - kClose : 0;
    const std::size_t close = bytes.substr(from).rfind("startxref");
    const std::size_t word = close == std::string_view::npos ? close : close + from;
    source_->budget().spend((bytes.size() - (word == std::string_view::npos ? from : word)) / 2);
    if (word == std::string_view::npos) return std::nullopt;
    Lexer lexer(bytes, word + 9, source_->budget());
    std::int64_t number = 0;
    lexer.skip_space();
    if (!lexer.take_integer(number) || number < 0) return std::nullopt;
    std::size_t at = lexer.at();
    while (at < bytes.size() && is_space(bytes[at])) ++at;
    ends_properly_ = bytes.substr(at, 5) == "%%EOF" &&
                     std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(std::min(at + 5, bytes.size())),
                                 bytes.end(), is_space);
    return static_cast<std::size_t>(number);
}

void Revision::follow(const Section* newest)
{
    std::set<std::size_t> seen;
    for (const Section* one = newest;
         one != nullptr && seen.insert(one->at).second && sections_.size() < kSections;) {
        sections_.push_back(one);
        if (!one->previous) break;
        const Section* previous = section(one->previous);
        if (previous == nullptr || seen.contains(previous->at)) searched_to_ = one->at;
        one = previous;
    }
    source_->budget().spend(sections_.size() * 100);
}

// A reader takes the newest root that there is.
bool Revision::choose_root()
{
    for (const Section* one : sections_) {
        trailer_ = one->trailer;
        if (!catalog().entries.empty()) return true;
    }
    return false;
}

// No cross-reference leads to a document: the last trailer whose root is found counts.
bool Revision::search_for_root()
{
    sections_.clear();
    searched_to_ = end_;
    for (const std::size_t at : source_->trailers_before(end_)) {
        Lexer lexer(source_->bytes().substr(0, end_), at + 7, source_->budget());
        Value trailer;
        if (!lexer.take_value(trailer) || trailer.dictionary() == nullptr) continue;
        trailer_ = *trailer.dictionary();
        if (!catalog().entries.empty()) return true;
    }
    return false;
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
    if (object == nullptr || object->ref.number != number || object->end > end_)
        object = source_->last_object(number, searched_below(number));
    return object == nullptr ? kNothing : object->value;
}

// A place that is wrong: readers look for the object, among those before the cross-reference that is wrong.
std::size_t Revision::searched_below(int number) const
{
    for (const Section* section : sections_) {
        const auto& entries = section->entries;
        if (std::binary_search(entries.begin(), entries.end(), std::pair(number, Entry{}),
                               [](const auto& a, const auto& b) { return a.first < b.first; }))
            return section->at;
    }
    return 0;
}

Source::Packed* Revision::pack(int number) const
{
    // 7.5.7: not inside another object stream.
    const auto place = entry(number);
    if (!place || place->kind != Entry::Kind::plain) return nullptr;
    const Indirect* container = source_->object_at(place->at);
    if (container == nullptr || container->ref.number != number || container->end > end_) return nullptr;
    const Stream* stream = container->value.stream();
    if (stream == nullptr || stream->dictionary["Type"].name() != "ObjStm") return nullptr;
    auto& known = source_->packed[place->at];
    if (known == nullptr) known = unpack(*stream);
    return known.get();
}

std::unique_ptr<Source::Packed> Revision::unpack(const Stream& stream) const
{
    auto out = std::make_unique<Source::Packed>();
    const std::int64_t* count = stream.dictionary["N"].integer();
    const std::int64_t* first = stream.dictionary["First"].integer();
    auto content = stream_content(stream);
    if (!content || count == nullptr || first == nullptr || *first < 0) return out;
    out->bytes = std::move(*content);
    Lexer lexer(out->bytes, 0, source_->budget());
    std::int64_t number = 0;
    std::int64_t offset = 0;
    for (std::int64_t i = 0; i < *count; ++i) {
        lexer.skip_space();
        if (!lexer.take_integer(number)) break;
        lexer.skip_space();
        if (!lexer.take_integer(offset) || offset < 0 || number <= 0 || number > 8'388'607) break;
        source_->budget().spend(20);
        source_->budget().keep(16);
        out->index.emplace_back(static_cast<int>(number), static_cast<std::size_t>(*first + offset));
    }
    return out;
}

const Value& Revision::compressed(const Entry& entry, int number) const
{
    Source::Packed* found_pack = pack(static_cast<int>(entry.at));
    if (found_pack == nullptr) return kNothing;
    Source::Packed& packed = *found_pack;
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
