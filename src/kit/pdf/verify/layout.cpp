#include "kit/pdf/verify/layout.h"

#include <algorithm>
#include <array>

namespace lt::pdf {
namespace {

struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;
};

std::string numbered(int number, const char* what) { return "object " + std::to_string(number) + what; }

// Behind "endobj"; nothing where it is not written as 7.3.8 and 7.3.10 want it.
std::optional<std::size_t> end_of(const Revision& revision, const Indirect& object)
{
    const std::string_view bytes = revision.source().bytes().substr(0, revision.end());
    std::size_t at = object.end;
    const auto skip = [&] {
        while (at < bytes.size() && is_space(bytes[at])) ++at;
    };
    const auto take = [&](std::string_view word) {
        skip();
        if (bytes.substr(at, word.size()) != word) return false;
        at += word.size();
        return true;
    };
    if (const Stream* stream = object.value.stream()) {
        const std::int64_t* length = revision.get(stream->dictionary, "Length").integer();
        if (length == nullptr || *length < 0 || stream->begin > bytes.size() ||
            static_cast<std::size_t>(*length) > bytes.size() - stream->begin)
            return std::nullopt;
        // Behind anything else than this, readers begin the data at different places.
        if (stream->begin == 0 || bytes[stream->begin - 1] != '\n') return std::nullopt;
        at = stream->begin + static_cast<std::size_t>(*length);
        const std::size_t behind = at;
        if (!take("endstream") || at - behind > std::string_view("\r\nendstream").size()) return std::nullopt;
    }
    if (!take("endobj")) return std::nullopt;
    return at;
}

// White space, and comments in which nobody finds anything.
bool says_nothing(std::string_view gap)
{
    for (std::size_t at = 0; at < gap.size(); ++at) {
        if (is_space(gap[at])) continue;
        if (gap[at] != '%') return false;
        const std::size_t end = std::min(gap.find_first_of("\r\n", at), gap.size());
        const std::string_view comment = gap.substr(at, end - at);
        for (const std::string_view word : {"obj", "xref", "trailer", "stream", "EOF", "PDF-"})
            if (comment.find(word) != std::string_view::npos) return false;
        at = end;
    }
    return true;
}

class UpdateLayout {
public:
    UpdateLayout(const Revision& before, const Revision& after)
        : old_(before), new_(after), source_(after.source())
    {
    }

    std::string judge()
    {
        if (!new_.ends_properly()) return "the file does not end as a PDF file";
        const auto& sections = new_.sections();
        const std::size_t added = sections.size() - old_.sections().size();
        if (added == 0) return "the update has no cross-reference";
        for (std::size_t i = 0; i < added; ++i) {
            if (std::string why = take_section(*sections[i]); !why.empty()) return why;
        }
        for (std::size_t i = 0; i < added; ++i)
            for (const auto& [number, entry] : sections[i]->entries)
                if (std::string why = take_entry(number, entry); !why.empty()) return why;
        for (const int number : packs_)
            if (std::string why = check_pack(number); !why.empty()) return why;
        if (std::string why = take_end(*sections.front()); !why.empty()) return why;
        if (std::string why = find_gaps(); !why.empty()) return why;
        return find_unlisted();
    }

private:
    std::string take_section(const Section& section)
    {
        if (section.at < old_.end()) return "a cross-reference inside the signed bytes comes to life";
        if (section.ambiguous) return "the cross-reference contradicts itself";
        if (section.indulged) return "the cross-reference is not written as it should be";
        if (section.hybrid) return "the cross-reference has a second one for other readers";
        if (contradicts(section.trailer)) return "the trailer contradicts itself";
        if (section.trailer["Prev"].integer() == nullptr) return "the chain of cross-references breaks";
        // Some readers leave out what has a higher number.
        const std::int64_t* size = section.trailer["Size"].integer();
        const std::int64_t* size_was = old_.trailer()["Size"].integer();
        if (size == nullptr || (size_was != nullptr && *size < *size_was) ||
            (!section.entries.empty() && section.entries.back().first >= *size))
            return "/Size of the trailer leaves objects out";
        const Ref* root = section.trailer["Root"].reference();
        const Ref* was = old_.trailer()["Root"].reference();
        if (root == nullptr || was == nullptr || *root != *was) return "/Root of the trailer was changed";
        const Indirect* stream = source_.object_at(section.at);
        if (stream == nullptr) {
            spans_.push_back({section.at, section.end});
            return "";
        }
        // It has a number like any other object, which must not be another one's.
        const auto own = new_.entry(stream->ref.number);
        if (own ? own->kind != Entry::Kind::plain || own->detail != 0 || start_of(own->at) != section.at
                : !old_.object(stream->ref.number).is_null())
            return "the cross-reference has the number of another object";
        if (stream->ref.generation != 0) return "the cross-reference has a generation";
        return take_object(*stream, section.at);
    }

    // What an entry of a new cross-reference leads to, unless it only repeats an older one.
    std::string take_entry(int number, const Entry& entry)
    {
        source_.budget().spend(30);
        if (!(new_.entry(number) == entry)) return numbered(number, " is listed twice");
        if (entry.kind == Entry::Kind::free || old_.entry(number) == entry) return "";
        if (entry.kind == Entry::Kind::compressed) {
            packs_.insert(static_cast<int>(entry.at));
            const auto place = new_.entry(static_cast<int>(entry.at));
            if (!place || place->kind != Entry::Kind::plain || place->at < old_.end())
                return numbered(number, " is redirected to older bytes");
            const Source::Packed* pack = new_.pack(static_cast<int>(entry.at));
            if (pack == nullptr || entry.detail >= pack->index.size() ||
                pack->index[entry.detail].first != number)
                return numbered(number, " is not where the cross-reference says");
            return "";
        }
        if (entry.at < old_.end()) return numbered(number, " is redirected to older bytes");
        if (const auto was = old_.entry(number);
            was && was->kind == Entry::Kind::plain && was->detail != entry.detail)
            return numbered(number, " changes its generation");
        const std::size_t at = start_of(entry.at);
        const Indirect* object = at < new_.end() ? source_.object_at(at) : nullptr;
        if (object == nullptr || object->end > new_.end() || source_.bytes()[at] == '%' ||
            !(object->ref == Ref{number, static_cast<int>(entry.detail)}))
            return numbered(number, " is not where the cross-reference says");
        if (std::any_of(new_.sections().begin(), new_.sections().end(),
                        [&](const Section* one) { return one->at == at; }))
            return "";  // a cross-reference, taken already
        return take_object(*object, at);
    }

    // Programs count the end of a line before it in, which every reader skips.
    std::size_t start_of(std::size_t offset) const
    {
        const std::size_t last = offset + 2;
        while (offset < last && offset < new_.end() && is_space(source_.bytes()[offset])) ++offset;
        return offset;
    }

    std::string take_object(const Indirect& object, std::size_t at)
    {
        if (contradicts_itself(object.value, source_.budget()))
            return numbered(object.ref.number, " contradicts itself");
        if (!exact(object.value)) return numbered(object.ref.number, " refers to another generation");
        if (const Stream* stream = object.value.stream();
            stream != nullptr && stream->dictionary["Type"].name() == "ObjStm")
            packs_.insert(object.ref.number);
        const auto end = end_of(new_, object);
        if (!end) return numbered(object.ref.number, " does not end as it should");
        spans_.push_back({at, *end});
        begins_.insert(at);
        return "";
    }

    // Readers differ on references with a generation that their object does not have.
    bool exact(const Value& value) const
    {
        source_.budget().spend(1);
        if (const Ref* ref = value.reference()) {
            const auto entry = new_.entry(ref->number);
            if (!entry || entry->kind == Entry::Kind::free) return true;
            return static_cast<std::uint32_t>(ref->generation) ==
                   (entry->kind == Entry::Kind::plain ? entry->detail : 0);
        }
        if (const Array* array = value.array())
            return std::all_of(array->begin(), array->end(), [&](const Value& one) { return exact(one); });
        const Dictionary* dictionary = value.dictionary();
        return dictionary == nullptr || std::all_of(dictionary->entries.begin(), dictionary->entries.end(),
                                                    [&](const auto& entry) { return exact(entry.second); });
    }

    bool contradicts(const Dictionary& dictionary) const
    {
        return dictionary.repeated ||
               std::any_of(dictionary.entries.begin(), dictionary.entries.end(), [&](const auto& entry) {
                   return contradicts_itself(entry.second, source_.budget());
               });
    }

    // Each object of a new object stream is listed, and as this one.
    std::string check_pack(int number)
    {
        const Source::Packed* pack = new_.pack(number);
        if (pack == nullptr) return numbered(number, " is no object stream");
        for (std::size_t i = 0; i < pack->index.size(); ++i) {
            const int packed = pack->index[i].first;
            if (i > 0 && pack->index[i].second <= pack->index[i - 1].second)
                return numbered(packed, " stands before another one in an object stream");
            const Entry expected{Entry::Kind::compressed, static_cast<std::uint32_t>(i),
                                 static_cast<std::uint64_t>(number)};
            if (!(new_.entry(packed) == expected))
                return numbered(packed, " stands in an object stream and is not listed there");
            const Value& value = new_.object(packed);
            if (contradicts_itself(value, source_.budget())) return numbered(packed, " contradicts itself");
            if (!exact(value)) return numbered(packed, " refers to another generation");
        }
        return "";
    }

    std::string take_end(const Section& newest)
    {
        const std::size_t word = source_.bytes().substr(0, new_.end()).rfind("startxref");
        Lexer lexer(source_.bytes(), word + 9, source_.budget());
        std::int64_t offset = 0;
        while (!lexer.at_end() && is_space(source_.bytes()[lexer.at()])) lexer.skip_byte();
        if (!lexer.take_integer(offset) || start_of(static_cast<std::size_t>(offset)) != newest.at)
            return "startxref does not lead to the cross-reference";
        spans_.push_back({word, new_.end()});
        return "";
    }

    std::string find_gaps()
    {
        std::sort(spans_.begin(), spans_.end(),
                  [](const Span& a, const Span& b) { return a.begin < b.begin; });
        std::size_t at = old_.end();
        for (const Span& span : spans_) {
            if (span.begin < at) return "objects of the update overlap";
            if (!says_nothing(source_.bytes().substr(at, span.begin - at)))
                return "the update has bytes that belong to nothing";
            source_.budget().spend(span.begin - at);
            at = span.end;
        }
        return "";
    }

    // Nor does one begin inside the data of another.
    std::string find_unlisted() const
    {
        for (const auto& [number, at] : source_.headers())
            if (at >= old_.end() && at < new_.end() && !begins_.contains(at))
                return numbered(number, " stands in the update and is not listed");
        source_.budget().spend(source_.headers().size());
        return "";
    }

    const Revision& old_;
    const Revision& new_;
    Source& source_;
    std::vector<Span> spans_{};
    std::set<std::size_t> begins_{};  // of objects
    std::set<int> packs_{};           // object streams
};

// Where a revision lists objects, replaced ones too.
std::vector<std::size_t> listed(const Revision& revision)
{
    Source& source = revision.source();
    std::vector<std::size_t> out;
    for (const Section* section : revision.sections()) {
        out.push_back(section->at);
        if (section->hybrid) out.push_back(*section->hybrid);
        for (const auto& [number, entry] : section->entries) {
            if (entry.kind != Entry::Kind::plain) continue;
            std::size_t at = entry.at;
            while (at < revision.end() && is_space(source.bytes()[at])) ++at;
            out.push_back(at);
        }
    }
    source.budget().spend(out.size() * 20);
    source.budget().keep(out.size() * 8);
    std::sort(out.begin(), out.end());
    return out;
}

// Whether an offset lies inside an object that is listed: what looks like an object in a file that is attached is none.
bool inside(const Revision& revision, const std::vector<std::size_t>& places, std::size_t offset)
{
    const auto behind = std::lower_bound(places.begin(), places.end(), offset);
    if (behind == places.begin()) return false;
    const Indirect* object = revision.source().object_at(*std::prev(behind));
    const auto end = object == nullptr ? std::nullopt : end_of(revision, *object);
    return end && offset < *end;
}

// An object that is in use, once more behind its place: who rebuilds the cross-reference takes the last one.
std::string repeated(const Revision& revision, const References& references)
{
    Source& source = revision.source();
    const std::vector<std::size_t> places = listed(revision);
    for (const auto& [number, at] : source.headers()) {
        source.budget().spend(20);
        if (at >= revision.end() || !references.used(number)) continue;
        auto entry = revision.entry(number);
        if (entry && entry->kind == Entry::Kind::compressed)
            entry = revision.entry(static_cast<int>(entry->at));
        if (entry && entry->kind == Entry::Kind::plain) {
            // Its own place, or one before: the end of a line may be counted in.
            if (at <= entry->at + 2) continue;
        } else if (std::binary_search(places.begin(), places.end(), at)) {
            continue;  // it was freed
        }
        if (!inside(revision, places, at))
            return numbered(number, " stands in the file once more, behind its place");
    }
    return "";
}

}  // namespace

std::string unsound_update(const Revision& before, const Revision& after)
{
    return UpdateLayout(before, after).judge();
}

std::string doubtful(const Revision& revision, const References& references)
{
    if (!revision.ends_properly()) return "the revision does not end as a PDF file";
    if (revision.searched_to()) return "the chain of cross-references is broken";
    if (std::string why = references.doubt(); !why.empty()) return why;
    return repeated(revision, references);
}

}  // namespace lt::pdf
