// Signing as PAdES baseline (EN 319 142-1), in the order that offices work: the leader signs before number and date exist.
//
// So the file is prepared first: fields for the number and the date, the fields of both signatures and the font. The leader's signature
// certifies the document and permits filling in forms only. Issuing fills the fields and adds the agency's signature in one update; both
// signatures stay valid. A key may be anywhere: begin_… gives what is to be signed, complete() takes the signature.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/crypto/certificate.h"
#include "kit/pdf/file.h"
#include "kit/pdf/picture.h"

namespace lt::pdf {

// A place on a page, in points from the lower left corner of the page as it is shown (its crop box, turned by its rotation).
struct Box {
    int page = 1;
    double left = 0;
    double bottom = 0;
    double right = 0;
    double top = 0;
};

struct TextField {
    std::string name{};
    Box box{};
    double size = 0;      // of the font in points; 0: the form's
    bool italic = false;  // as the place and date are (Annex I)
};

struct Form {
    std::vector<TextField> texts{};                         // filled in later, once
    std::vector<std::pair<std::string, Box>> signatures{};  // in the order of signing
    std::filesystem::path font{};                           // TrueType, with all Vietnamese letters
    std::filesystem::path italic_font{};                    // where a text is italic
    double size = 13;
};

// The file with the form in one update. Refused: a file that is signed or has a form already, a place that is not on a page.
base::Result<std::string> prepare(const File& file, const Form& form);

struct Signing {
    std::string field{};   // of a signature, still empty
    bool certify = false;  // the first signature: only filling in and signing is allowed from now on
    std::map<std::string, std::string> texts{};  // what is filled in with it
    base::Time at{};                             // claimed; a timestamp proves it
    std::string reason{};
    std::size_t room = 16384;          // bytes for the signature with its timestamp
    const Picture* picture = nullptr;  // shown in the field, its shape kept, in the middle
    std::vector<std::string>
        lines{};  // shown in the middle of the field instead of a picture, 10 points high
};

// A file with a hole where the signature goes. May be stored as it is and completed by another process.
struct Unsigned {
    enum class Holds : std::uint8_t { signature, timestamp };
    std::string bytes{};
    std::size_t begin = 0;  // of the hole: its "<"
    std::size_t end = 0;    // behind its ">"
    std::string digest{};   // SHA-256 of the rest, 32 raw bytes
    Holds holds = Holds::signature;
};

// Refused: no such field, one that is signed or filled in already, a text that does not fit or can't be written with the font. A text
// that is a little too long is written smaller, down to 8 points.
base::Result<Unsigned> begin_signature(const File& file, const Signing& signing);

// The file with texts filled in and no signature, in one update: for a program that adds its own. Refused: as above.
base::Result<std::string> fill_in(const File& file, const std::map<std::string, std::string>& texts);

// A signature of text alone, at the top right of page 1 (Nghị định 30/2020/NĐ-CP, Annex I: annexes in files of their own, copies), with its
// field and font in the same update: no preparation. Refused: a file that is signed or has a form, a text that does not fit.
struct TextSigning {
    std::vector<std::string> lines{};  // annex_lines() or copy_lines() of numbering.h
    std::filesystem::path font{};
    std::string field = "ky_van_ban";
    base::Time at{};
    std::string reason{};
    std::size_t room = 16384;
};
base::Result<Unsigned> begin_text_signature(const File& file, const TextSigning& signing);

// Puts the CMS, or the token of a timestamp authority, into the hole. Refused, with the file as it was: what is no CMS, is larger than
// the hole, was not made for these bytes, or was made with another certificate than `expected`.
base::Result<std::string> complete(Unsigned file, std::string_view cms,
                                   const crypto::Certificate* expected = nullptr);

// Whether the file says that it holds signatures; they may be broken.
bool claims_signatures(const File& file);

// Whether a signature certifies the file: then no field may be added any more, only those that are there filled in and signed.
bool is_certified(const File& file);

// The names of the fields that are still to be filled in or signed, in the order of the form.
std::vector<std::string> open_fields(const File& file);

}  // namespace lt::pdf
