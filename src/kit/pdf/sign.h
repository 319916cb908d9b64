// Signing as PAdES baseline (EN 319 142-1), in the order that offices work: the leader signs before number and date exist.
//
// So the file is prepared first: fields for the number and the date, the fields of both signatures and the font. The leader's signature
// certifies the document and permits filling in forms only. Issuing fills the fields and adds the agency's signature in one update; both
// signatures stay valid. A key may be anywhere: begin() gives what is to be signed, complete() takes the signature.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/pdf/file.h"

namespace lt::pdf {

// A place on a page, in points from its lower left corner.
struct Box {
    int page = 1;
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;
};

struct Form {
    std::vector<std::pair<std::string, Box>> texts{};       // filled in later, once
    std::vector<std::pair<std::string, Box>> signatures{};  // in the order of signing
    std::filesystem::path font{};
    double size = 13;
};

// The file with the form in one update. Refused: a file that is signed or has a form already, a place on a page that is not there.
base::Result<std::string> prepare(const File& file, const Form& form);

struct Signing {
    std::string field{};   // of a signature, still empty
    bool certify = false;  // the first signature: only filling in and signing is allowed from now on
    std::map<std::string, std::string> texts{};  // what is filled in with it
    base::Time at{};                             // claimed; a timestamp proves it
    std::string reason{};
    std::size_t room = 16384;  // bytes for the signature with its timestamp
};

// A file with a hole where the signature goes.
struct Unsigned {
    std::string bytes{};
    std::size_t begin = 0;  // of the hole: its "<"
    std::size_t end = 0;    // behind its ">"
    std::string digest{};   // SHA-256 of the rest
};

// Refused: no such field, one that is signed or filled in already, a text that does not fit or can't be written with the font.
base::Result<Unsigned> begin_signature(const File& file, const Signing& signing);
// Refused when the signature is larger than its room.
base::Result<std::string> complete(Unsigned file, std::string_view cms);

}  // namespace lt::pdf
