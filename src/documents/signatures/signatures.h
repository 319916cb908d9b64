// Signatures on a document's files. They are opened here, made by whoever has the key (at once or after minutes), and closed here: only
// closing changes the document, so that whatever breaks off in between has changed nothing. Inside documents only.
#pragma once

#include <string>
#include <vector>

#include "documents/store.h"
#include "signing/acts.h"
#include "signing/sign.h"

namespace lt::documents {

enum class Purpose : std::uint8_t { leader, agency };

using signing::OpenFile;
using signing::Writer;

struct OpenSignature {
    Purpose purpose{};
    std::string document{};  // uid
    int version = 0;         // of the document: another one can't be closed any more
    std::vector<OpenFile> files{};
};

// The leader certifies the main file; from then on only number, date and the agency's signature may be added. Where the agency seals with
// a plug-in he signs without certifying, because that adds a field; a later change of the content breaks his signature all the same. `version` is the one
// that was read. Conflict: the main file is no PDF, or signed already.
base::Result<OpenSignature> open_leader(Services&, const Actor&, const std::string& uid, int version,
                                        const pdf::Picture* picture, Writer writer = Writer::here);
base::Result<base::Done> close_leader(Services&, const Actor&, const OpenSignature&,
                                      const std::vector<std::string>& contents);

// Number and date are taken here, once and for good, and filled in; the agency signs the main file and each annex that is a PDF
// (ND 30/2020, art. 14 and 32; Annex I).
base::Result<OpenSignature> open_seal(Services&, const Actor&, const std::string& uid,
                                      const pdf::Picture* seal, Writer writer = Writer::here);
base::Result<Issued> close_seal(Services&, const Actor&, const OpenSignature&,
                                const std::vector<std::string>& contents);

// Whether the leader has signed the main file of a document; its files in their order.
struct SignedFile {
    std::string uid{};
    std::string name{};
    std::string media_type{};
    std::string sha256{};
    std::uint64_t size = 0;
    std::string signed_by{};  // "", "leader", "agency"
    std::string places{};     // JSON; "" where they are found from the text
};
std::vector<SignedFile> files_of(db::Transaction& tx, std::int64_t document);

// A file of a document as it is stored. Refused, with its name: a larger one than is signed here, and what File::open() refuses.
base::Result<pdf::File> open_file(Services&, const std::string& name, const std::string& sha256,
                                  std::uint64_t size);

// Larger files are not signed here: they are held in memory as a whole.
constexpr std::uint64_t kSignedFileLimit = signing::kLargestSigned;

// The names of the fields that a file is given before its first signature.
constexpr const char* kNumberField = "so";
constexpr const char* kLeaderField = "ky_lanhdao";
constexpr const char* kAgencyField = "ky_coquan";

std::optional<base::Error> check_version(const LockedDocument& document, int version);
// Refused when the file no longer has the content that was signed.
std::optional<base::Error> put_content(db::Transaction& tx, const OpenFile& file, const blob::Blob& blob,
                                       Purpose purpose);
// All files with a key that is at hand.
base::Result<std::vector<std::string>> sign_all(Services&, OpenSignature&, signing::Hand&);

}  // namespace lt::documents
