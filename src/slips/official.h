// How official papers look (Nghị định 30/2020/NĐ-CP, Annex I): the two columns at the top, titles, places to sign. For the files of this
// folder, and for whoever draws another paper of the same look.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kit/print/print.h"
#include "slips/types.h"

namespace lt::slips {

// Who writes at the left, the name of the State at the right.
struct Head {
    std::string superior{};
    std::string name{};
    std::vector<print::Part> below{};  // number and notation
    std::string place_and_date{};      // or empty
};
void draw_head(print::Document& document, const Head& head, double size);

// A slip about to be made: title and issuer for readers of the file, what stands on every page.
print::About about(const Heading& heading, const std::string& title, print::Sheet sheet, double size);
// Form and legal basis, then the head with the slip's number.
void draw_heading(print::Document& document, const Heading& heading, double size);
void draw_title(print::Document& document, const std::string& title, const std::string& below, double size);

struct SigningColumn {
    std::string title{};
    std::string hint{};
    std::string name{};
};
inline constexpr const char* kSignAndName = "(Ký và ghi rõ họ tên)";
// Beside each other, with room to sign between title and name.
void draw_signatures(print::Document& document, const std::vector<SigningColumn>& columns, double size);
// The recipients at the left, who signs at the right.
void draw_signer(print::Document& document, const std::vector<std::string>& recipients, const Signer& signer,
                 double size);

// Address, telephone and the like, leaving out the lines that say nothing of this person.
void draw_person(print::Document& document, const std::string& label, const Person& person);
// What is asked for, and the code.
void draw_request(print::Document& document, const Dossier& dossier);

// A sentence of the text, or several with line breaks between them.
void draw_text(print::Document& document, print::Text text);

// A count as official papers write it: "05".
std::string two_digits(std::uint64_t number);
// The time in words, or what stands there instead.
std::string in_words_or(const std::optional<base::Time>& at, std::string_view instead);

}  // namespace lt::slips
