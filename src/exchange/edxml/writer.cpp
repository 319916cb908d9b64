#include "exchange/edxml/writer.h"

#include "exchange/edxml/layout.h"
#include "exchange/edxml/parcels.h"
#include "kit/base/text.h"

namespace lt::edxml {
namespace {

constexpr std::string_view kSpace = "xmlns=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"";
constexpr std::string_view kPrefix = "xmlns:edXML=\"http://www.mic.gov.vn/TBT/QCVN_102_2016\"";

// Writes the whole message; without `contents`, all but what is in the files.
void write_all(XmlOut& out, Form& form, const Message& message, const std::vector<Parcel>& parcels,
               const ContentOpener* contents)
{
    const bool is_document = message.kind == Kind::edoc;
    out.open("edXML", kSpace);
    out.open("edXML:edXMLEnvelope", kPrefix);
    out.open("edXML:edXMLHeader");
    is_document ? write_document_header(form, message) : write_status_header(form, message);
    out.close();
    if (is_document) {
        out.open("edXML:edXMLBody");
        out.open("edXML:edXMLManifest", "version=\"1.0\"");
        write_manifest(form, parcels);
        out.close();
        out.close();
    }
    out.close();
    if (!parcels.empty()) {
        // The reference implementation writes this part without a prefix, down to the content alone.
        form.use_prefix("");
        form.open_kept("AttachmentEncoded");
        std::uint64_t room = form.limits().all_attachments;
        for (std::size_t i = 0; i < parcels.size(); ++i) {
            form.open_kept("Attachment", i + 1);
            write_parcel(form, parcels[i]);
            out.begin_leaf("edXML:ContentTransferEncoded", kPrefix);
            if (contents != nullptr) {
                write_content(out, parcels[i], i, message.attachments[i], *contents, form.limits(), room);
            }
            out.end_leaf();
            form.close();
        }
        form.close();
    }
    out.close();
    out.raw("\n");
    out.finish();
}

void refuse_excess(bool is_excess, const char* message)
{
    if (is_excess) throw Refusal({base::Fault::too_large, "edXML", message, {}});
}

// Everything that can be known without the contents is found here, before a byte is sent.
void rehearse(const Message& message, const std::vector<Parcel>& parcels, const WriteOptions& options)
{
    const ByteSink nowhere;
    XmlOut out(nowhere);
    Form form(out, options);
    if (message.kind == Kind::status && !message.attachments.empty()) {
        form.refuse({"AttachmentEncoded", base::msg("tệp đính kèm")},
                    "Thông điệp trạng thái không được có {{field}} ({{element}}).");
    }
    form.check_count("Attachment", message.attachments.size(), options.limits.attachments);
    write_all(out, form, message, parcels, nullptr);
    refuse_excess(out.elements() > options.limits.elements,
                  "Thông điệp (edXML) có quá nhiều phần tử. Chia thành nhiều thông điệp rồi gửi.");
    refuse_excess(form.text_bytes() > options.limits.text,
                  "Phần chữ của thông điệp (edXML) dài quá giới hạn. Chia thành nhiều thông điệp rồi gửi.");
    refuse_excess(out.bytes() > options.limits.message,
                  "Thông điệp (edXML) lớn quá giới hạn. Chia thành nhiều thông điệp rồi gửi.");
}

}  // namespace

base::Result<base::Done> write(const Message& message, const ContentOpener& contents, const ByteSink& sink,
                               const WriteOptions& options)
{
    try {
        std::vector<Parcel> parcels = make_parcels(message, options.limits);
        rehearse(message, parcels, options);
        look_into(parcels, contents);
        XmlOut out(sink);
        Form form(out, options);
        write_all(out, form, message, parcels, &contents);
        return base::Done{};
    } catch (const Refusal& refusal) {
        return refusal.error;
    }
}

base::Result<std::string> write_bytes(const Message& message, const ContentOpener& contents,
                                      const WriteOptions& options)
{
    std::string bytes;
    const auto done = write(
        message, contents, [&](std::string_view piece) { bytes += piece; }, options);
    if (!done) return done.error();
    return bytes;
}

std::string document_id_of(std::string_view organ_id, base::Day promulgated, std::string_view code)
{
    std::string day = base::format_iso(promulgated);
    day[4] = day[7] = '/';
    return std::string(organ_id) + "," + day + "," + std::string(code);
}

}  // namespace lt::edxml
