// Filling the hole. Nothing goes in that was not made for exactly these bytes: a reply may come from far away and much later.
#include <array>

#include "kit/crypto/cms.h"
#include "kit/crypto/timestamp.h"
#include "kit/pdf/hole.h"
#include "kit/pdf/sign.h"

namespace lt::pdf {
namespace {

// The hole is where the file says that it is, and nothing is in it yet.
bool is_open(const Unsigned& file)
{
    const std::string_view bytes = file.bytes;
    if (file.begin >= file.end || file.end > bytes.size() || file.end - file.begin < 2) return false;
    const std::string range = range_before_hole(file.begin, file.end, bytes.size());
    return bytes.substr(0, file.begin).ends_with(range) && bytes[file.begin] == '<' &&
           bytes[file.end - 1] == '>' &&
           bytes.substr(file.begin + 1, file.end - file.begin - 2).find_first_not_of('0') ==
               std::string_view::npos;
}

base::Error not_of_this_file()
{
    return base::conflict(
        "Chữ ký không phải của tệp này, hoặc tệp đã bị thay đổi sau khi chuẩn bị. Chuẩn bị lại tệp rồi ký lại.");
}

base::Error not_a_signature() { return base::conflict("Dữ liệu nhận được không phải là chữ ký số. Ký lại."); }

using Pieces = std::array<std::string_view, 2>;

std::optional<base::Error> wrong_signature(const Pieces& pieces, std::string_view der,
                                           const crypto::Certificate* expected)
{
    std::size_t length = 0;
    const auto cms = crypto::CmsSignature::parse(der, length);
    if (!cms || length != der.size()) return not_a_signature();
    if (expected != nullptr && cms->signer() && *cms->signer() != *expected)
        return base::conflict(
            {"Chữ ký được tạo bằng chứng thư số của “{{name}}”, không phải chứng thư đã chọn. "
             "Chọn đúng chứng thư rồi ký lại.",
             {{"name", cms->signer()->common_name()}}});
    switch (cms->check(pieces)) {
    case crypto::CmsFault::none: return std::nullopt;
    case crypto::CmsFault::wrong_digest: return not_of_this_file();
    case crypto::CmsFault::wrong_signature:
        return base::conflict("Giá trị chữ ký không khớp với chứng thư số. Kiểm tra thiết bị ký rồi ký lại.");
    case crypto::CmsFault::no_certificate:
    case crypto::CmsFault::other_certificate:
    case crypto::CmsFault::no_reference:
    case crypto::CmsFault::unknown_algorithm:
        return base::conflict(
            "Chữ ký không theo chuẩn PAdES (thiếu hoặc sai chứng thư của người ký, thuật toán lạ). "
            "Kiểm tra cấu hình của dịch vụ ký.");
    }
    return not_a_signature();
}

std::optional<base::Error> wrong_timestamp(const Pieces& pieces, std::string_view der)
{
    const auto token = crypto::read_timestamp(der);
    if (!token || token->check() != crypto::CmsFault::none)
        return base::conflict("Dữ liệu nhận được không phải là dấu thời gian hợp lệ. Xin lại dấu thời gian.");
    if (!token->covers(pieces))
        return base::conflict("Dấu thời gian không phải của tệp này. Xin lại dấu thời gian.");
    return std::nullopt;
}

}  // namespace

base::Result<std::string> complete(Unsigned file, std::string_view cms, const crypto::Certificate* expected)
{
    if (!is_open(file)) return not_of_this_file();
    if (2 * cms.size() > file.end - file.begin - 2)
        return base::conflict("Chữ ký lớn hơn chỗ đã dành trong tệp. Chuẩn bị lại tệp rồi ký lại.");
    const std::string_view bytes = file.bytes;
    const Pieces pieces{bytes.substr(0, file.begin), bytes.substr(file.end)};
    const bool is_signature = file.holds == Unsigned::Holds::signature;
    if (auto error = is_signature ? wrong_signature(pieces, cms, expected) : wrong_timestamp(pieces, cms))
        return *error;
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::size_t at = file.begin + 1;
    for (const char c : cms) {
        const auto byte = static_cast<unsigned char>(c);
        file.bytes[at++] = kDigits[byte >> 4U];
        file.bytes[at++] = kDigits[byte & 15U];
    }
    return std::move(file.bytes);
}

}  // namespace lt::pdf
