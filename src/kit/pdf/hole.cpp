#include "kit/pdf/hole.h"

#include "kit/crypto/digest.h"

namespace lt::pdf {
namespace {

constexpr std::size_t kRangeRoom = 40;  // for three numbers
constexpr std::string_view kRange = "/ByteRange[0";
constexpr std::string_view kContents = "]/Contents";

}  // namespace

std::string range_before_hole(std::size_t begin, std::size_t end, std::size_t size)
{
    std::string numbers =
        " " + std::to_string(begin) + " " + std::to_string(end) + " " + std::to_string(size - end);
    CHECK(numbers.size() <= kRangeRoom);
    numbers.resize(kRangeRoom, ' ');
    return std::string(kRange) + numbers + std::string(kContents);
}

Hole::Hole(Update& update, Unsigned::Holds holds, std::size_t room, const std::string& tail)
    : update_(update), holds_(holds), length_(2 * room + 2)
{
    const std::string head = holds == Unsigned::Holds::signature
                                 ? "<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached"
                                 : "<</Type/DocTimeStamp/Filter/Adobe.PPKLite/SubFilter/ETSI.RFC3161";
    before_range_ = head.size();
    signature_ =
        update.add(head + range_before_hole(0, 0, 0) + "<" + std::string(2 * room, '0') + ">" + tail + ">>");
}

Unsigned Hole::finish()
{
    Unsigned out{.bytes = update_.finish(), .holds = holds_};
    const std::size_t range = update_.body_of(signature_) + before_range_;
    out.begin = range + range_before_hole(0, 0, 0).size();
    out.end = out.begin + length_;
    CHECK(out.bytes[out.begin] == '<' && out.bytes[out.end - 1] == '>');
    const std::string measured = range_before_hole(out.begin, out.end, out.bytes.size());
    out.bytes.replace(range, measured.size(), measured);
    crypto::Sha256 digest;
    digest.update(std::string_view(out.bytes).substr(0, out.begin));
    digest.update(std::string_view(out.bytes).substr(out.end));
    out.digest = digest.finish();
    return out;
}

}  // namespace lt::pdf
