#include "kit/pdf/verify/fields.h"

namespace lt::pdf {
namespace {

constexpr int kGroups = 32;
constexpr std::size_t kFields = 100'000;

void append_utf8(std::string& out, std::uint32_t c)
{
    if (c < 0x80) {
        out += static_cast<char>(c);
    } else if (c < 0x800) {
        out += static_cast<char>(0xc0U | c >> 6U);
        out += static_cast<char>(0x80U | (c & 0x3fU));
    } else if (c < 0x10000) {
        out += static_cast<char>(0xe0U | c >> 12U);
        out += static_cast<char>(0x80U | (c >> 6U & 0x3fU));
        out += static_cast<char>(0x80U | (c & 0x3fU));
    } else {
        out += static_cast<char>(0xf0U | c >> 18U);
        out += static_cast<char>(0x80U | (c >> 12U & 0x3fU));
        out += static_cast<char>(0x80U | (c >> 6U & 0x3fU));
        out += static_cast<char>(0x80U | (c & 0x3fU));
    }
}

class Walk {
public:
    explicit Walk(const Revision& revision) : revision_(revision) {}

    void visit(const Value& raw, const Field& parent, int depth)
    {
        revision_.source().budget().spend(100);
        const Dictionary* dictionary = revision_.resolved(raw).dictionary();
        if (dictionary == nullptr || depth > kGroups || out.size() > kFields) return;
        Field field = parent;
        field.object = raw.reference() == nullptr ? 0 : raw.reference()->number;
        if (field.object != 0 && !seen_.insert(field.object).second) return;
        field.dictionary = dictionary;
        field.widgets.clear();
        field.grouped = depth > 0;
        if (const Text* name = revision_.get(*dictionary, "T").text()) {
            if (!field.name.empty()) field.name += '.';
            field.name += utf8_of(*name);
        }
        // Names of groups stand in the names of all below them.
        revision_.source().budget().keep(field.name.size());
        if (const std::string_view type = revision_.get(*dictionary, "FT").name(); !type.empty())
            field.type = type;
        if (dictionary->has("V")) {
            const Value& value = (*dictionary)["V"];
            field.value_object = value.reference() == nullptr ? 0 : value.reference()->number;
            field.value = revision_.resolved(value);
        }
        const std::size_t place = out.size();
        out.push_back(field);
        const Array* kids = revision_.get(*dictionary, "Kids").array();
        if (kids == nullptr) return;
        for (const Value& kid : *kids) {
            const Dictionary* one = revision_.resolved(kid).dictionary();
            if (one == nullptr) continue;
            if (one->has("T")) {
                out[place].group = true;
                visit(kid, field, depth + 1);
            } else if (kid.reference() != nullptr) {
                revision_.source().budget().spend(50);
                out[place].widgets.push_back(kid.reference()->number);
            }
        }
    }

    std::vector<Field> out{};

private:
    const Revision& revision_;
    std::set<int> seen_{};
};

}  // namespace

std::string utf8_of(const Text& text)
{
    const std::string& bytes = text.bytes;
    std::string out;
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i]));
    };
    if (bytes.starts_with("\xef\xbb\xbf")) return bytes.substr(3);
    if (bytes.starts_with("\xfe\xff") || bytes.starts_with("\xff\xfe")) {
        const bool big = bytes[0] == '\xfe';
        for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
            std::uint32_t c = big ? byte(i) << 8U | byte(i + 1) : byte(i + 1) << 8U | byte(i);
            if (c >= 0xd800 && c < 0xdc00 && i + 3 < bytes.size()) {
                const std::uint32_t low =
                    big ? byte(i + 2) << 8U | byte(i + 3) : byte(i + 3) << 8U | byte(i + 2);
                if (low >= 0xdc00 && low < 0xe000) {
                    c = 0x10000 + ((c - 0xd800) << 10U) + (low - 0xdc00);
                    i += 2;
                }
            }
            append_utf8(out, c >= 0xd800 && c < 0xe000 ? 0xfffdU : c);
        }
        return out;
    }
    // PDFDocEncoding; what lies outside of ASCII and Latin-1 does not matter here.
    for (std::size_t i = 0; i < bytes.size(); ++i) append_utf8(out, byte(i));
    return out;
}

std::vector<Field> fields_of(const Revision& revision)
{
    Walk walk(revision);
    const Dictionary* form = revision.get(revision.catalog(), "AcroForm").dictionary();
    const Array* fields = form == nullptr ? nullptr : revision.get(*form, "Fields").array();
    if (fields != nullptr)
        for (const Value& one : *fields) walk.visit(one, {}, 0);
    return std::move(walk.out);
}

}  // namespace lt::pdf
