#include "kit/pdf/verify/filters.h"

#include <array>
#include <cstdlib>

#include <zlib.h>

namespace lt::pdf {
namespace {

std::optional<std::string> inflated(std::string_view data, Budget& budget)
{
    z_stream stream{};
    if (::inflateInit(&stream) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, ::inflateEnd);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
    stream.avail_in = static_cast<uInt>(data.size());
    std::string out;
    std::array<char, 16384> piece{};
    int state = Z_OK;
    while (state == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = piece.size();
        state = ::inflate(&stream, Z_NO_FLUSH);
        const std::size_t got = piece.size() - stream.avail_out;
        budget.spend(got + 1);
        budget.keep(got);
        out.append(piece.data(), got);
        if (got == 0 && state == Z_OK && stream.avail_in == 0) break;
    }
    // Some writers cut the checksum off; what came before is there.
    if (state != Z_STREAM_END && out.empty()) return std::nullopt;
    return out;
}

std::int64_t integer_of(const Dictionary* dictionary, std::string_view key, std::int64_t otherwise)
{
    const std::int64_t* there = dictionary == nullptr ? nullptr : (*dictionary)[key].integer();
    return there == nullptr ? otherwise : *there;
}

unsigned char paeth(int left, int up, int corner)
{
    const int guess = left + up - corner;
    const int a = std::abs(guess - left);
    const int b = std::abs(guess - up);
    const int c = std::abs(guess - corner);
    return static_cast<unsigned char>(a <= b && a <= c ? left : (b <= c ? up : corner));
}

// PNG's predictors (7.4.4.4), in place: each row begins with its kind.
std::optional<std::string> unpredicted(std::string data, const Dictionary* parameters)
{
    const std::int64_t predictor = integer_of(parameters, "Predictor", 1);
    if (predictor <= 1) return data;
    const std::int64_t columns = integer_of(parameters, "Columns", 1);
    const std::int64_t colors = integer_of(parameters, "Colors", 1);
    const std::int64_t bits = integer_of(parameters, "BitsPerComponent", 8);
    if (predictor < 10 || columns < 1 || columns > 1'000'000 || colors < 1 || colors > 32 || bits < 1 ||
        bits > 16)
        return std::nullopt;
    const auto row = static_cast<std::size_t>((columns * colors * bits + 7) / 8);
    const auto step = static_cast<std::size_t>((colors * bits + 7) / 8);
    std::string above(row, '\0');
    std::size_t to = 0;
    for (std::size_t from = 0; from < data.size(); from += row + 1) {
        const int kind = static_cast<unsigned char>(data[from]);
        const std::size_t length = std::min(row, data.size() - from - 1);
        std::string line = data.substr(from + 1, length);
        for (std::size_t i = 0; i < length; ++i) {
            const int left = i < step ? 0 : static_cast<unsigned char>(line[i - step]);
            const int up = static_cast<unsigned char>(above[i]);
            const int corner = i < step ? 0 : static_cast<unsigned char>(above[i - step]);
            int add = 0;
            if (kind == 1)
                add = left;
            else if (kind == 2)
                add = up;
            else if (kind == 3)
                add = (left + up) / 2;
            else if (kind == 4)
                add = paeth(left, up, corner);
            else if (kind != 0)
                return std::nullopt;
            line[i] = static_cast<char>(static_cast<unsigned char>(line[i]) + add);
        }
        data.replace(to, length, line);
        to += length;
        above.assign(line);
        above.resize(row);
    }
    data.resize(to);
    return data;
}

std::optional<std::string> from_hexadecimal(std::string_view data, Budget& budget)
{
    const std::string whole = "<" + std::string(data.substr(0, data.find('>'))) + ">";
    Value value;
    if (!Lexer(whole, 0, budget).take_value(value) || value.text() == nullptr) return std::nullopt;
    return value.text()->bytes;
}

std::optional<std::string> from_base85(std::string_view data, Budget& budget)
{
    budget.spend(data.size());
    budget.keep(data.size());
    std::string out;
    std::uint64_t tuple = 0;
    int count = 0;
    for (const char c : data) {
        if (is_space(c)) continue;
        if (c == '~') break;
        if (c == 'z' && count == 0) {
            out.append(4, '\0');
            continue;
        }
        if (c < '!' || c > 'u') return std::nullopt;
        tuple = tuple * 85 + static_cast<unsigned>(c - '!');
        if (++count < 5) continue;
        for (int shift = 24; shift >= 0; shift -= 8)
            out += static_cast<char>(tuple >> static_cast<unsigned>(shift));
        tuple = 0;
        count = 0;
    }
    if (count == 1) return std::nullopt;
    if (count > 0) {
        for (int i = count; i < 5; ++i) tuple = tuple * 85 + 84;
        for (int i = 0; i + 1 < count; ++i)
            out += static_cast<char>(tuple >> static_cast<unsigned>(24 - 8 * i));
    }
    return out;
}

}  // namespace

std::optional<std::string> decoded(const Dictionary& dictionary, std::string_view data, Budget& budget)
{
    std::vector<Value> filters;
    std::vector<Value> parameters;
    const auto list = [](const Value& value, std::vector<Value>& out) {
        if (const Array* array = value.array())
            out = *array;
        else if (!value.is_null())
            out.push_back(value);
    };
    list(dictionary["Filter"], filters);
    list(dictionary["DecodeParms"], parameters);
    if (filters.size() > 8) return std::nullopt;
    if (filters.empty()) {
        budget.keep(data.size());
        return std::string(data);
    }
    std::optional<std::string> out;
    for (std::size_t i = 0; i < filters.size(); ++i) {
        const std::string_view filter = filters[i].name();
        const std::string_view in = out ? std::string_view(*out) : data;
        if (filter == "FlateDecode" || filter == "Fl") {
            auto plain = inflated(in, budget);
            if (!plain) return std::nullopt;
            out =
                unpredicted(std::move(*plain), i < parameters.size() ? parameters[i].dictionary() : nullptr);
        } else if (filter == "ASCIIHexDecode" || filter == "AHx") {
            out = from_hexadecimal(in, budget);
        } else if (filter == "ASCII85Decode" || filter == "A85") {
            out = from_base85(in, budget);
        } else {
            return std::nullopt;
        }
        if (!out) return std::nullopt;
    }
    return out;
}

}  // namespace lt::pdf
