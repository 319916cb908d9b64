// What the national portal is told of a dossier, in its own words: the records of DongBoHoSoMC, CapNhatTienDoHoSoMC and DongBoTrangThaiHoSo,
// and the record that it sends. Pure: knows no connection, no database, no clock.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/origin.h"
#include "dossiers/types.h"

namespace lt::dossiers::portal {

// In the order in which they are told of one act.
enum class Service : std::uint8_t { record, progress, status };
std::string_view to_text(Service service);  // "DongBoHoSoMC"
std::optional<Service> service_from(std::string_view name);

// "20261120090000", in Vietnam's time.
std::string stamp(base::Time time);
std::string stamp(const std::optional<base::Time>& time);  // "" for nothing
// Nothing for what is no time: also a day alone, "20261120", counts as its midnight.
std::optional<base::Time> time_of(std::string_view stamp);

// The uid that a dossier of the portal has here: made of the portal's code, so that the same one never comes twice.
std::string uid_of(std::string_view portal_code);
bool was_lodged_there(const Dossier& dossier);
// By which the portal knows it.
const std::string& code_there(const Dossier& dossier);

// A dossier with all that the records need.
struct Facts {
    Dossier dossier{};
    std::vector<Paper> papers{};
    std::vector<File> files{};
    std::vector<Fee> fees{};
    std::vector<Outcome> outcomes{};
    std::vector<Event> history{};
    std::optional<Origin> origin{};
    std::string field_code{};
    std::string agency_name{};  // that received it
    std::string decides_name{};
    std::map<std::int64_t, std::string> agencies{};  // of the history
    struct Official {
        std::string name{};
        std::string title{};
    };
    std::map<std::int64_t, Official> officials{};  // of the history
    std::string files_at{};                        // address before the uid of a file
    // Of the process, that were done, in their order; of whatever agency.
    struct Step {
        std::string title{};
        std::string agency{};
        std::string official{};
        base::Time began{};
        base::Time ended{};
        std::optional<base::Time> due{};
    };
    std::vector<Step> steps{};
    // Due time before an act of the history, by its number.
    std::map<int, base::Time> due_before{};
};

// Each as a JSON text, as it stood after the act with this number: state and dates are those of the act, all else what is known now.
// `known`: the portal has a record of it already. Throws base::Bug for an act that is not in the history.
std::string record_of(const Facts& facts, int event_no, bool known);
// The act, and before it the steps of the process that were done since the act before.
std::string progress_of(const Facts& facts, int event_no);
std::string status_of(const Facts& facts, int event_no);
std::string payload_of(Service service, const Facts& facts, int event_no, bool known);

// A dossier that was lodged on the portal.
struct Lodged {
    std::string code{};       // MaHoSo
    std::string procedure{};  // MaTTHC
    std::string agency{};     // identity code of whoever receives it
    Person owner{};
    std::string subject{};
    bool by_post = false;
    std::string note{};  // what has no field here, in words for the desk
    struct Attachment {
        std::string name{};
        std::string url{};
        std::string paper{};  // code
        bool from_store = false;
    };
    std::vector<Attachment> files{};
    Origin origin{};  // but for the numbers of papers, which the record does not have
};
// `record`: one of `data`, as JSON. Refused: invalid, with the portal's name of the field that is missing or wrong.
base::Result<Lodged> lodged_from(std::string_view record, const std::string& fallback_agency);

}  // namespace lt::dossiers::portal
