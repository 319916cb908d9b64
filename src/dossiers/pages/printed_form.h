// The application form of a dossier on paper, as the law prescribes it: what was answered, blanks to be written on, and where to sign.
#pragma once

#include <string>

#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

// What stands on the paper besides questions and answers.
struct FormPaper {
    std::string addressee{};  // who decides; "": as the form says
    std::string place{};
    base::Time at{};
    std::string code{};     // of the dossier; "": it is none yet
    std::string look_up{};  // address in the QR code, or ""
};
// The PDF.
std::string form_paper(const forms::Schema& schema, std::string_view answers, const forms::Lists& lists,
                       const FormPaper& paper);

// Whether the procedure has a form to be printed.
bool has_form(const procedures::Version& version);

// On the page of a dossier, into view["slips"]; right after the reception as a button, too: the citizen signs it.
void add_form_paper(View& view, const Call& call, const Dossier& dossier, const procedures::Version& version);

// GET /dossiers/{uid}/form.pdf: a look at the dossier.
http::Response form_file(const Call&);
// What is typed at the reception, before anything is kept: the citizen signs what he declares. What can't be read stays blank.
http::Response typed_form_file(const Call&, const http::Form& typed);

}  // namespace lt::dossiers::pages
