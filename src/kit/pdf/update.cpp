#include "kit/pdf/update.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <set>
#include <string_view>

#include "kit/base/ids.h"
#include "kit/base/result.h"
#include "kit/pdf/qpdf.h"

namespace lt::pdf {
namespace {

// Where the newest cross-reference begins.
std::size_t last_startxref(std::string_view bytes)
{
    const std::size_t word = bytes.rfind("startxref");
    CHECK(word != std::string_view::npos);  // QPDF has read it
    const std::size_t digits = bytes.find_first_of("0123456789", word);
    CHECK(digits != std::string_view::npos);
    std::size_t offset = 0;
    std::from_chars(bytes.data() + digits, bytes.data() + bytes.size(), offset);
    return offset;
}

bool is_table(std::string_view bytes, std::size_t at)
{
    const std::size_t begin = bytes.find_first_not_of(" \t\r\n\f", at);
    return begin != std::string_view::npos && bytes.substr(begin).starts_with("xref");
}

// Consecutive numbers make one section.
template <class Visit>
void each_section(const std::map<Ref, std::size_t>& offsets, Visit&& visit)
{
    for (auto at = offsets.begin(); at != offsets.end();) {
        auto end = at;
        int count = 0;
        while (end != offsets.end() && end->first.number == at->first.number + count) {
            ++end;
            ++count;
        }
        visit(at, end, count);
        at = end;
    }
}

}  // namespace

std::string to_text(Ref ref)
{
    return std::to_string(ref.number) + " " + std::to_string(ref.generation) + " R";
}

Update::Update(const File& file) : file_(file)
{
    QPDF& objects = file.objects();
    next_ = objects.getTrailer().getKey("/Size").getIntValueAsInt();
    const auto table = objects.getXRefTable();
    if (!table.empty()) next_ = std::max(next_, table.rbegin()->first.getObj() + 1);
}

Ref Update::reserve() { return {next_++, 0}; }

Ref Update::add(std::string body)
{
    const Ref ref = reserve();
    set(ref, std::move(body));
    return ref;
}

void Update::set(Ref ref, std::string body) { objects_[ref] = std::move(body); }

std::string Update::trailer_entries(std::size_t previous) const
{
    static const std::set<std::string> kNotCarried{"/Prev", "/Size",  "/XRefStm", "/ID",     "/Type",
                                                   "/W",    "/Index", "/Length",  "/Filter", "/DecodeParms"};
    QPDFObjectHandle old = file_.objects().getTrailer();
    std::string out = "/Size " + std::to_string(next_) + "/Prev " + std::to_string(previous);
    for (const std::string& key : old.getKeys()) {
        if (!kNotCarried.contains(key))
            out += QPDFObjectHandle::newName(key).unparse() + " " + old.getKey(key).unparse();
    }
    // The first part names the document through all its versions, the second this version (14.4).
    const std::string fresh = "<" + base::random_hex(16) + ">";
    QPDFObjectHandle id = old.getKey("/ID");
    const bool known = id.isArray() && id.getArrayNItems() == 2;
    return out + "/ID[" + (known ? id.getArrayItem(0).unparse() : fresh) + fresh + "]";
}

std::string Update::cross_reference_table(const std::map<Ref, std::size_t>& offsets) const
{
    std::string out = "xref\n";
    each_section(offsets, [&](auto at, auto end, int count) {
        out += std::to_string(at->first.number) + " " + std::to_string(count) + "\n";
        for (; at != end; ++at) {
            std::array<char, 24> entry{};
            std::snprintf(entry.data(), entry.size(), "%010zu %05d n \n", at->second, at->first.generation);
            out += entry.data();
        }
    });
    return out;
}

std::string Update::cross_reference_stream(std::map<Ref, std::size_t> offsets, std::size_t at,
                                           std::size_t previous)
{
    const Ref own = reserve();
    offsets[own] = at;
    std::string index;
    std::string data;
    each_section(offsets, [&](auto from, auto end, int count) {
        index += std::to_string(from->first.number) + " " + std::to_string(count) + " ";
        for (; from != end; ++from) {
            data += '\1';
            for (int shift = 24; shift >= 0; shift -= 8)
                data += static_cast<char>((from->second >> shift) & 0xff);
            for (int shift = 8; shift >= 0; shift -= 8)
                data += static_cast<char>((from->first.generation >> shift) & 0xff);
        }
    });
    return std::to_string(own.number) + " 0 obj\n<</Type/XRef/W[1 4 2]/Index[" + index + "]/Length " +
           std::to_string(data.size()) + trailer_entries(previous) + ">>\nstream\n" + data +
           "\nendstream\nendobj\n";
}

std::string Update::finish()
{
    std::string out(file_.bytes());
    CHECK(out.size() < (1ULL << 32U));  // four bytes for an offset
    if (out.back() != '\n' && out.back() != '\r') out += '\n';
    std::map<Ref, std::size_t> offsets;
    for (const auto& [ref, body] : objects_) {
        offsets[ref] = out.size();
        out += std::to_string(ref.number) + " " + std::to_string(ref.generation) + " obj\n";
        bodies_[ref] = out.size();
        out += body + "\nendobj\n";
    }
    const std::size_t previous = last_startxref(file_.bytes());
    const std::size_t at = out.size();
    if (is_table(file_.bytes(), previous))
        out += cross_reference_table(offsets) + "trailer\n<<" + trailer_entries(previous) + ">>\n";
    else
        out += cross_reference_stream(offsets, at, previous);
    return out + "startxref\n" + std::to_string(at) + "\n%%EOF\n";
}

std::size_t Update::body_of(Ref ref) const { return bodies_.at(ref); }

}  // namespace lt::pdf
