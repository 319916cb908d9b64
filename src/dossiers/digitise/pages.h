// Pages of digitisation, and what other pages show of it.
#pragma once

#include "dossiers/digitise/reuse.h"
#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

http::Response digitise_form(const Call&);
http::Response digitise_send(const Call&);
http::Response digitise_read(const Call&);
http::Response digitise_copy(const Call&);  // the scan as PDF
http::Response vault_file(const Call&);
// A signature of a copy that is made elsewhere, on its way.
inline constexpr const char* kCopyActs = "/dossiers/digitising";
inline std::string copy_act_path(const std::string& act) { return std::string(kCopyActs) + "/" + act; }
signing::ActAbout about_copy_act(const page::Words& tr, const signing::Act& act);

// Into view["papers"] of a dossier's page, in the order of the papers: what came from the vault, and how far each scan is.
void add_copies(View& view, const Call& call, db::Transaction& tx, const Dossier& dossier,
                const std::vector<Paper>& papers, const std::vector<File>& files);

// At the reception: how the citizen is asked (consent/) and, behind his consent, what the vault holds, into view["papers"]. The transaction
// must be committed. Gives what is offered.
std::vector<Reusable> add_reuse(View& view, const Call& call, db::Transaction& tx, page::FormView& form,
                                const http::Form& typed, const Person& owner,
                                const procedures::Version& version,
                                const std::vector<procedures::NeededPaper>& papers);
// What was ticked of it.
void read_reuse(const http::Form& form, std::size_t papers, Reception& into);

}  // namespace lt::dossiers::pages
