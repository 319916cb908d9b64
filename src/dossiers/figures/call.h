// What the pages of figures work with: one request, and whose figures it asks for.
#pragma once

#include <string>
#include <vector>

#include "dossiers/figures/behind.h"
#include "dossiers/figures/rules.h"
#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

struct FigureCall {
    const Call& call;
    const IndexRuleBook& rules;

    bool is_operator() const { return call.actor.role == directory::Role::platform_operator; }
    // The operator sees numbers of all agencies and no dossier; all others their agency.
    db::Transaction begin() const;
    std::string asked(const char* name) const { return call.request.query.get(name); }
};

inline constexpr const char* kStatistics = "/dossiers/statistics";
inline constexpr const char* kProcedures = "/dossiers/statistics/procedures";
inline constexpr const char* kIndices = "/dossiers/indices";
inline constexpr const char* kRanking = "/dossiers/indices/ranking";
inline constexpr const char* kPublications = "/dossiers/indices/publications";
inline constexpr const char* kOnlinePayments = "/dossiers/indices/online-payments";
inline constexpr const char* kBoard = "/dossiers/board";

// Whose figures: `of` is empty for the own agency's (the operator's: the province's), "province", or the uid of an agency.
struct Subject {
    std::int64_t agency = 0;  // 0: the province
    bool own = false;         // its dossiers may be shown
    bool oversees = false;    // who asks may see every agency's figures
    std::string name{};
    std::string of{};  // as addresses say it; "" for the own
};
// Faults: forbidden, not_found.
base::Result<Subject> subject_of(const FigureCall& figures, db::Transaction& tx);
// "Cơ quan mình", "Toàn tỉnh" above the page, for who may choose.
View subject_views(const FigureCall& figures, const Subject& subject, const std::string& path,
                   const std::string& rest);

// "?a=b&c=d", percent-encoded, without what is empty.
std::string query_of(const std::vector<std::pair<std::string, std::string>>& fields);
// A number as tables show it, with its address; without one where it is 0 or the dossiers are another agency's.
View number_view(std::int64_t number, const std::string& href, bool is_late = false);
std::string percent(const page::Words& tr, std::int64_t part, std::int64_t whole);  // "60,0 %", "" of nothing
// Points of the index for which there is no data; false where there is for all.
View missing_points(const IndexRules& rules);

// Codes of procedures that were typed or pasted: with blanks, commas, semicolons or line ends between; each once.
std::vector<std::string> codes_in(std::string text);

// Names of fields by id; 0: of no field.
std::map<std::int64_t, std::string> names_of_fields(const FigureCall& figures, db::Transaction& tx);

// Of the index: the running month where nothing else is asked for. not_found for what is no period, or is still to come.
base::Result<IndexPeriod> asked_period(const FigureCall& figures);
// The choice of a period, and when it was counted.
void add_period(View& view, const FigureCall& figures, const IndexPeriod& period,
                const std::optional<KeptCount>& kept);

// The address of what is behind a number of the index; "" where it is not for who asks.
std::string behind_path(const Subject& subject, const IndexPeriod& period, const Component& component,
                        behind::Part part);

// A page of the dossiers behind a number, which is a look at them all: the end of the transaction.
inline constexpr int kBehindPage = 30;
behind::After after_of(const http::Request& request);
struct BehindPage {
    std::string title{};
    std::string intro{};
    std::string back{};               // address of the figures
    std::string path{};               // of this page, with its query but for the place
    std::vector<behind::Row> rows{};  // one more than a page where there is a next one
};
http::Response show_behind(const FigureCall& figures, db::Transaction& tx, BehindPage page);

// A table for a spreadsheet. The file says who made it and when, and so does the journal. Commits.
struct TableFile {
    std::string name{};   // "bao-cao-ii06a-2026-11-01-2026-11-30.csv"
    std::string what{};   // for the journal: "report"
    std::string scope{};  // "2026-11"
    std::vector<std::vector<std::string>> rows{};
};
http::Response send_table(const FigureCall& figures, db::Transaction& tx, const TableFile& table);

http::Response report(const FigureCall&);
http::Response report_file(const FigureCall&);
http::Response report_behind(const FigureCall&);
http::Response catalogue(const FigureCall&);
http::Response catalogue_file(const FigureCall&);
http::Response catalogue_behind(const FigureCall&);
http::Response index(const FigureCall&);
http::Response index_file(const FigureCall&);
http::Response index_behind(const FigureCall&);
http::Response index_procedures(const FigureCall&);
http::Response index_petitions(const FigureCall&);
http::Response ranking(const FigureCall&);
http::Response ranking_file(const FigureCall&);
http::Response count_now(const FigureCall&);
http::Response publications(const FigureCall&);
http::Response publication_new(const FigureCall&);
http::Response publication_send(const FigureCall&);
http::Response publication_listed(const FigureCall&);
http::Response online_payments(const FigureCall&);
http::Response online_payments_file(const FigureCall&);
http::Response online_payments_of(const FigureCall&);
http::Response online_payments_end(const FigureCall&);
http::Response online_payments_new(const FigureCall&);
http::Response online_payments_send(const FigureCall&);
http::Response board(const FigureCall&);
http::Response board_behind(const FigureCall&);

}  // namespace lt::dossiers::pages
