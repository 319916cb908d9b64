#include "kit/pdf/verify/signed_range.h"

#include <algorithm>

namespace lt::pdf {

SignedRange signed_range(const Revision& revision, const Dictionary& dictionary)
{
    SignedRange out;
    const std::string_view bytes = revision.source().bytes();
    const auto refused = [&](const char* why) {
        out.wrong = why;
        return out;
    };
    const Array* numbers = revision.get(dictionary, "ByteRange").array();
    if (numbers == nullptr || numbers->size() < 2) return refused("there is no /ByteRange");
    std::vector<std::size_t> at;
    for (const Value& one : *numbers) {
        const std::int64_t* number = revision.resolved(one).integer();
        if (number == nullptr || *number < 0) return refused("/ByteRange holds what is no offset");
        at.push_back(static_cast<std::size_t>(*number));
        if (at.size() > 4) return refused("/ByteRange has more than two pieces");
    }
    for (std::size_t i = 0; i + 1 < at.size(); i += 2) {
        if (at[i] > bytes.size() || at[i + 1] > bytes.size() - at[i])
            return refused("/ByteRange reaches beyond the file");
        out.content[i / 2] = bytes.substr(at[i], at[i + 1]);
    }
    out.readable = true;
    out.revision_end = at[at.size() == 4 ? 2 : 0] + at[at.size() == 4 ? 3 : 1];
    if (at.size() != 4) return refused("/ByteRange has not two pieces");
    out.begin = at[1];
    out.end = at[2];
    if (dictionary.repeated) return refused("the signature's dictionary contradicts itself");
    if (at[0] != 0) return refused("the beginning of the file is not covered");
    if (at[2] < at[1]) return refused("the pieces of /ByteRange overlap");
    const Text* contents = dictionary["Contents"].text();
    if (contents == nullptr || !contents->hexadecimal || contents->begin != out.begin ||
        contents->end != out.end)
        return refused("the gap of /ByteRange is not /Contents");
    // Not a string in an object stream that happens to have the same offset.
    if (bytes[out.begin] != '<' || bytes[out.end - 1] != '>')
        return refused("the gap of /ByteRange is not /Contents");
    return out;
}

bool leads_into(const Revision& revision, const SignedRange& range)
{
    const auto inside = [&](std::size_t offset) { return offset >= range.begin && offset < range.end; };
    for (const Section* section : revision.sections()) {
        if (inside(section->at)) return true;
        revision.source().budget().spend(section->entries.size());
        for (const auto& [number, entry] : section->entries)
            if (entry.kind == Entry::Kind::plain && inside(entry.at)) return true;
    }
    return false;
}

}  // namespace lt::pdf
