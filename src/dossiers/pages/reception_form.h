// The fields of the reception form, drawn and read.
#pragma once

#include <string>

#include "dossiers/pages/call.h"
#include "dossiers/pages/paper_rows.h"

namespace lt::dossiers::pages {

void set_value(http::Form& form, const std::string& name, const std::string& value);
void fill_empty(http::Form& form, const std::string& name, const std::string& value);

// PREFIX_kind, _number, _name, _born_on, _sex, _phone, _email, _address.
void add_person_fields(const Call& call, page::FormView& form, const std::string& prefix);

// Whose dossier it is, as far as it can be read.
Person owner_in(const http::Form& form);

// owner_kept, correction: where the citizen is kept under another name or day of birth than the one that was typed.
void add_kept_fields(const Call& call, page::FormView& form);

// Once the procedure is chosen: case, questions, papers, fees, due time, how the result comes back. `kept` is the owner as the desk knows him.
void add_procedure_part(const Call& call, db::Transaction& tx, View& view, page::FormView& form,
                        const http::Form& typed, const std::optional<Person>& kept,
                        const procedures::Version& version, const FormFiles* sent, const base::Error* error);

// Puts the rows of papers of the request as its answers ask for them; before anything else reads their fields or files.
PaperRows arrange_papers(const Call& call);

Reception read_reception(const Call& call, const http::Form& form, const FormFiles& sent,
                         const PaperRows& rows, bool reject);

}  // namespace lt::dossiers::pages
