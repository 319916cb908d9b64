// One attachment on its way from base64 to its content: decoded, and unzipped when it came in a transport
// ZIP.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "exchange/edxml/reader.h"

namespace lt::edxml {

// The last component of a file name, in NFC, without control and direction characters. Throws
// Refused(unsafe_name) for what no honest sender writes: "..", an absolute path, a drive.
std::string clean_file_name(std::string_view name, int line);

// True when the name promises a ZIP archive (.zip, .docx, .odt …).
bool is_zip_name(std::string_view name);

// Whether the content must be unzipped if it is an archive of exactly one file.
bool may_unzip(std::string_view name, std::string_view declared_type);

class AttachmentStream {
public:
    AttachmentStream(AttachmentInfo info, const SinkFactory& sinks, const Limits& limits, int line);
    ~AttachmentStream();
    AttachmentStream(AttachmentStream&&) noexcept;

    void push(std::string_view base64);
    void close();  // at the end of the element: nothing cut off

    // Decides between the two forms with everything known; fills length, sha256, unzipped. Gives the chosen
    // sink (null without a factory), not yet finished.
    std::unique_ptr<AttachmentSink> settle(Attachment& attachment);

private:
    std::unique_ptr<struct AttachmentState> state_;
};

}  // namespace lt::edxml
