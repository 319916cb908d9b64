// See viewable.h.
#include "dossiers/scans/viewable.h"

#include "kit/print/picture_page.h"

namespace lt::dossiers::scans {

using base::msg;

namespace {

constexpr std::uint64_t kLargest = 100ULL << 20;

base::Error of_file(const std::string& name, const base::Message& why, base::Fault fault)
{
    return {fault, "file", {msg("“{{name}}”: {{why}}"), {{"name", name}, {"why", why.str(), true}}}, {}};
}

}  // namespace

base::Result<base::Done> make_viewable(blob::Store& blobs, NewFile& file, Conversions::Turn& turn)
{
    if (file.blob.media_type != "image/tiff") return base::Done{};
    if (file.blob.size > kLargest)
        return of_file(file.name,
                       msg("TIFF lớn hơn 100 MB. Quét lại thành PDF, hoặc với độ phân giải thấp hơn."),
                       base::Fault::invalid);
    if (const auto may = turn.next(); !may) return of_file(file.name, may.error().message, may.error().fault);
    const auto pdf = print::picture_page(blobs.get(file.blob.sha256, kLargest), file.blob.media_type,
                                         {.title = file.name});
    if (!pdf) return of_file(file.name, pdf.error().message, pdf.error().fault);
    file.blob = blobs.put(*pdf);
    file.name = file.name.substr(0, file.name.rfind('.')) + ".pdf";
    return base::Done{};
}

}  // namespace lt::dossiers::scans
