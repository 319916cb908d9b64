#include "kit/pdf/verify/shown_text.h"

#include <algorithm>
#include <set>

#include "kit/pdf/verify/fields.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kLongest = 100'000;

bool is_blank(char32_t c) { return c <= 0x20 || c == 0xa0 || c == 0xad; }

std::uint32_t code_of(const std::string& bytes)
{
    std::uint32_t code = 0;
    for (const char c : bytes.substr(0, 4)) code = code << 8U | static_cast<unsigned char>(c);
    return code;
}

std::u32string from_utf8(const std::string& bytes)
{
    std::u32string out;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = static_cast<unsigned char>(bytes[i++]);
        const int more = lead >= 0xf0 ? 3 : (lead >= 0xe0 ? 2 : (lead >= 0xc0 ? 1 : 0));
        char32_t c = more == 0 ? lead : lead & (0x3fU >> static_cast<unsigned>(more));
        for (int k = 0; k < more && i < bytes.size(); ++k)
            c = c << 6U | (static_cast<unsigned char>(bytes[i++]) & 0x3fU);
        out += c;
    }
    return out;
}

// How a font's codes become letters.
struct Decoder {
    std::size_t width = 1;  // bytes of a code
    bool latin = false;     // codes are ASCII where the map does not say otherwise
    std::map<std::uint32_t, std::u32string> map{};

    std::u32string letters(const std::string& bytes) const
    {
        std::u32string out;
        for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
            const std::uint32_t code = code_of(bytes.substr(i, width));
            if (const auto found = map.find(code); found != map.end())
                out += found->second;
            else if (latin && code < 0x7f)
                out += static_cast<char32_t>(code);
            else
                out += kAnyLetter;
        }
        return out;
    }
};

std::u32string target_of(const Text& text) { return from_utf8(utf8_of({.bytes = "\xfe\xff" + text.bytes})); }

// The parts of a ToUnicode map that matter (9.10.3).
void read_map(const std::string& content, Budget& budget, Decoder& out)
{
    Lexer lexer(content, 0, budget);
    std::vector<Value> operands;
    while (!lexer.at_end()) {
        lexer.skip_space();
        Value value;
        Lexer ahead = lexer;
        if (ahead.take_value(value)) {
            lexer = ahead;
            operands.push_back(std::move(value));
            if (operands.size() > kLongest) return;
            continue;
        }
        const bool letters = lexer.take("endbfchar");
        const bool ranges = !letters && lexer.take("endbfrange");
        for (std::size_t i = 0; letters && i + 1 < operands.size(); i += 2)
            if (operands[i].text() != nullptr && operands[i + 1].text() != nullptr)
                out.map[code_of(operands[i].text()->bytes)] = target_of(*operands[i + 1].text());
        for (std::size_t i = 0; ranges && i + 2 < operands.size(); i += 3) {
            const Text* from = operands[i].text();
            const Text* to = operands[i + 1].text();
            if (from == nullptr || to == nullptr) continue;
            const std::uint32_t first = code_of(from->bytes);
            const std::uint32_t last = std::min(code_of(to->bytes), first + 0xffff);
            budget.spend(last >= first ? (last - first) * 50 : 0);
            for (std::uint32_t code = first; code <= last && out.map.size() < kLongest; ++code) {
                if (const Array* list = operands[i + 2].array()) {
                    if (code - first < list->size() && (*list)[code - first].text() != nullptr)
                        out.map[code] = target_of(*(*list)[code - first].text());
                } else if (const Text* target = operands[i + 2].text()) {
                    std::u32string letter = target_of(*target);
                    if (!letter.empty()) letter.back() += code - first;
                    out.map[code] = letter;
                }
            }
        }
        if (letters || ranges) {
            operands.clear();
            continue;
        }
        // Another operator.
        while (!lexer.at_end() && !is_space(content[lexer.at()]) && !is_delimiter(content[lexer.at()]))
            lexer.skip_byte();
        if (!lexer.at_end() && is_delimiter(content[lexer.at()])) lexer.skip_byte();
        operands.clear();
    }
}

std::optional<Decoder> decoder_of(const Revision& revision, const Dictionary& font)
{
    Decoder out;
    const bool composite = revision.get(font, "Subtype").name() == "Type0";
    out.width = composite ? 2 : 1;
    if (const Stream* map = revision.get(font, "ToUnicode").stream()) {
        const auto content = revision.stream_content(*map);
        if (!content) return std::nullopt;
        read_map(*content, revision.source().budget(), out);
        return out;
    }
    if (composite || revision.get(font, "Subtype").name() == "Type3") return std::nullopt;
    out.latin = true;
    const Dictionary* encoding = revision.get(font, "Encoding").dictionary();
    const Array* differences = encoding == nullptr ? nullptr : revision.get(*encoding, "Differences").array();
    std::int64_t code = 0;
    for (std::size_t i = 0; differences != nullptr && i < differences->size(); ++i) {
        if (const std::int64_t* number = (*differences)[i].integer())
            code = *number;
        else if (code++ < 0x7f && code > 0x20)
            return std::nullopt;  // glyphs with names of their own
    }
    return out;
}

// Every reader has it, and draws with it what the codes say (9.6.2.2).
bool is_standard(const Revision& revision, const Dictionary& font)
{
    static const std::set<std::string_view> kNames{
        "Helvetica",   "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique",
        "Times-Roman", "Times-Bold",     "Times-Italic",      "Times-BoldItalic",
        "Courier",     "Courier-Bold",   "Courier-Oblique",   "Courier-BoldOblique"};
    static const std::set<std::string_view> kEncodings{"", "WinAnsiEncoding", "MacRomanEncoding",
                                                       "StandardEncoding", "PDFDocEncoding"};
    const Value& encoding = revision.get(font, "Encoding");
    const std::string_view base = encoding.dictionary() == nullptr
                                      ? encoding.name()
                                      : revision.get(*encoding.dictionary(), "BaseEncoding").name();
    return revision.get(font, "Subtype").name() == "Type1" &&
           kNames.contains(revision.get(font, "BaseFont").name()) && kEncodings.contains(base) &&
           !font.has("FontDescriptor") && !font.has("ToUnicode");
}

class Reader {
public:
    Reader(const Revision& revision, const Dictionary* resources, const Dictionary* form,
           const Surroundings& around, const std::function<bool(const Value&)>& trusted)
        : revision_(revision), resources_(resources), form_(form), trusted_(trusted), drawing_(around)
    {
    }
    std::optional<std::u32string> read(const std::string& content)
    {
        Lexer lexer(content, 0, revision_.source().budget());
        std::vector<Value> operands;
        while (true) {
            lexer.skip_space();
            if (lexer.at_end()) break;
            Value value;
            Lexer ahead = lexer;
            if (ahead.take_value(value)) {
                lexer = ahead;
                if (operands.size() < 64) operands.push_back(std::move(value));
                continue;
            }
            const std::size_t begin = lexer.at();
            while (!lexer.at_end() && !is_space(content[lexer.at()]) && !is_delimiter(content[lexer.at()]))
                lexer.skip_byte();
            if (lexer.at() == begin) lexer.skip_byte();
            if (!take(content.substr(begin, lexer.at() - begin), operands)) return std::nullopt;
            operands.clear();
            if (out_.size() > kLongest) return std::nullopt;
        }
        return out_;
    }

private:
    bool take(const std::string& operation, const std::vector<Value>& operands)
    {
        if (!drawing_.take(operation, operands)) return false;
        if (operation == "Tf" && !operands.empty()) return choose(operands[0].name());
        if (operation != "Tj" && operation != "TJ" && operation != "'") return true;
        if (operands.empty()) return true;
        if (const Array* pieces = operands.back().array()) {
            return std::all_of(pieces->begin(), pieces->end(), [&](const Value& one) { return show(one); });
        }
        return show(operands.back());
    }
    bool choose(std::string_view name)
    {
        decoder_ = nullptr;
        const auto [known, fresh] = decoders_.try_emplace(std::string(name));
        if (fresh) {
            for (const Dictionary* one : {resources_, form_}) {
                const Dictionary* fonts = one == nullptr ? nullptr : revision_.get(*one, "Font").dictionary();
                const Dictionary* font =
                    fonts == nullptr ? nullptr : revision_.get(*fonts, name).dictionary();
                if (font == nullptr) continue;
                if (trusted_((*fonts)[name]) || is_standard(revision_, *font))
                    known->second = decoder_of(revision_, *font);
                break;
            }
        }
        if (known->second) decoder_ = &*known->second;
        return true;
    }
    bool show(const Value& value)
    {
        const Text* text = value.text();
        if (text == nullptr || text->bytes.empty()) return true;
        if (decoder_ == nullptr) return false;
        for (const char32_t c : decoder_->letters(text->bytes))
            if (!is_blank(c) || c == kAnyLetter) out_ += c;
        return true;
    }

    const Revision& revision_;
    const Dictionary* resources_;
    const Dictionary* form_;
    const std::function<bool(const Value&)>& trusted_;
    std::map<std::string, std::optional<Decoder>> decoders_{};
    const Decoder* decoder_ = nullptr;
    FieldDrawing drawing_;
    std::u32string out_{};
};

}  // namespace

std::optional<std::u32string> shown_text(const Revision& revision, const Stream& appearance,
                                         const Dictionary* form, const Surroundings& around,
                                         const std::function<bool(const Value& font)>& trusted)
{
    if (appearance.dictionary.has("OC") || appearance.dictionary.has("Ref")) return std::nullopt;
    const auto content = revision.stream_content(appearance);
    if (!content) return std::nullopt;
    const Dictionary* defaults = form == nullptr ? nullptr : revision.get(*form, "DR").dictionary();
    return Reader(revision, revision.get(appearance.dictionary, "Resources").dictionary(), defaults, around,
                  trusted)
        .read(*content);
}

std::u32string letters_of(const Text& text)
{
    std::u32string out = from_utf8(utf8_of(text));
    std::erase_if(out, is_blank);
    return out;
}

bool same_text(const std::u32string& shown, const std::u32string& value)
{
    return std::equal(shown.begin(), shown.end(), value.begin(), value.end(),
                      [](char32_t a, char32_t b) { return a == b || (a == kAnyLetter && b > 0x7e); });
}

}  // namespace lt::pdf
