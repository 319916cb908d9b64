// Signed files of any kind (CAdES, EN 319 122-1): the signature lies beside the content (.p7s) or around it (.p7m). Content passes
// by in pieces and is never whole in memory; what is not content is at most 16 MB.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/result.h"
#include "kit/crypto/cms.h"

namespace lt::crypto {

// Fills the buffer and returns how many bytes; 0 is the end. May throw.
using ByteSource = std::function<std::size_t(std::span<char> buffer)>;
using ByteSink = std::function<void(std::string_view piece)>;

struct SignedFile {
    std::vector<CmsSignature> signatures{};  // one a signer
    // The content lay inside; the signatures are already over its digests (CmsSignature::over_digest).
    bool enveloping = false;
    std::uint64_t content_size = 0;  // of what lay inside, bytes
};

// Reads a file of signatures: DER or BER, as others stream it, or PEM (then at most 16 MB). Content inside goes to `content` before
// anything is known of its signatures: whoever keeps it must wait for the verdict.
base::Result<SignedFile> read_signed_file(const ByteSource& file, const ByteSink& content = {});

// Gives the signatures that lie beside it the digests of this content, in one pass.
void measure(SignedFile& signed_file, const ByteSource& content);

// Turns a finished signature with one signer, as CmsDraft makes it, into one around its content: a file is what stands before,
// the content, what stands behind. DER. RFC 5652, 5.1.
struct Envelope {
    std::string before{};
    std::string behind{};
};
Envelope envelope(std::string_view cms, std::uint64_t content_size);

}  // namespace lt::crypto
