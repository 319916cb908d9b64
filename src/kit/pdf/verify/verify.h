// Judging the signatures of a PDF file (EN 319 142-1, EN 319 102-1): each in itself, and what came after it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/message.h"
#include "kit/base/result.h"
#include "kit/crypto/validation.h"

namespace lt::pdf {

// What revisions after a signature did, the worst of it.
enum class Change : std::uint8_t {
    none,          // nothing, or data that prove the signature for longer (DSS, document timestamps)
    form_filling,  // fields were filled in or signed
    annotation,    // notes were added, changed or taken away
    undefined,     // anything else: the document is not the one that was signed
};
const char* name_of(Change change);  // "form_filling"

struct SignatureReport {
    std::string field{};
    std::string sub_filter{};  // "ETSI.CAdES.detached"
    crypto::SignatureVerdict verdict{};
    bool covers_whole_file = false;
    bool certifies = false;  // it says what may change (DocMDP)
    Change modifications = Change::none;
    // A place for a signature that came later lies over text or a picture of the page. Honest seals do so; what is below can't be read.
    bool covered = false;
    bool permitted = true;  // DocMDP and locks of fields allow it
    std::string reason{};  // of a modification that is not permitted, or a wrong format; English, for details
    std::size_t revision_end = 0;  // the bytes of the file that were there when it was signed
};

struct DocumentTimestampReport {
    base::Time at{};
    crypto::SignatureVerdict verdict{};
    bool covers_whole_file = false;
    std::string reason{};
    std::size_t revision_end = 0;
};

struct Report {
    crypto::Indication indication =
        crypto::Indication::indeterminate;  // the worst of the signatures; an unsigned file can't pass
    crypto::SubIndication sub = crypto::SubIndication::none;
    std::vector<SignatureReport> signatures{};                   // in the order of signing
    std::vector<DocumentTimestampReport> document_timestamps{};  // as above
};

struct VerifyOptions {
    const crypto::TrustStore& trust;
    base::Time now{};
    crypto::Revocations known{};                      // beside what the file brings
    std::vector<crypto::Certificate> certificates{};  // as above
    std::chrono::seconds grace{};                     // for revocation data past their nextUpdate
};

// Refused (field "file"): no PDF, one with a password, damaged beyond reading, larger than 192 MB or more complex than any honest file.
base::Result<Report> verify(const std::string& bytes, const VerifyOptions& options);

// The JSON of `lienthong pdf verify`, one line.
std::string to_json(const Report& report);

// The report in plain words: a headline, and a line for each signature.
struct Words {
    base::Message headline{};
    std::vector<base::Message> lines{};
};
Words words_of(const Report& report);

}  // namespace lt::pdf
