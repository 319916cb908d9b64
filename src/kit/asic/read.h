// Containers of signed files (ASiC-E, EN 319 162-1): a ZIP archive with data files and, in META-INF, signatures over a manifest of
// their digests (CAdES) or over the files themselves (XAdES).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/crypto/cades.h"
#include "kit/crypto/validation.h"

namespace lt::asic {

constexpr std::string_view kMediaType = "application/vnd.etsi.asic-e+zip";

// Opens the container from its beginning, each time anew: it is read several times and never whole in memory.
using Opener = std::function<crypto::ByteSource()>;

struct ContainerSignature {
    std::string file{};  // "META-INF/signature.p7s"
    crypto::SignatureVerdict verdict{};
    base::Message reason{};  // where it was not tried, or a file is not as the manifest says; "" otherwise
    std::vector<std::string> covers{};  // names of data files
};

struct Container {
    std::vector<std::string> files{};  // the data files
    std::vector<ContainerSignature> signatures{};
    std::vector<std::string>
        not_covered{};  // data files that no signature speaks of: whoever packed the container added them
    // The worst of the signatures; with a file that is not covered at best indeterminate.
    crypto::Indication indication = crypto::Indication::indeterminate;
};

// Refused: what is no such container, has no signature, or is a trick (names that are paths, entries twice, a directory that says
// something else, bombs). Names are checked: one without "..", never absolute.
base::Result<Container> read_container(const Opener& open, const crypto::ValidationInput& input);

}  // namespace lt::asic
