// The seven parts that the record of a procedure must have, as QĐ 766/QĐ-TTg lists them; and what else an index of service quality asks of
// it. Pure.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "procedures/records/procedure.h"

namespace lt::procedures {

enum class RequiredPart : std::uint8_t {
    name,
    steps,     // trình tự
    ways,      // cách thức
    papers,    // thành phần, số lượng hồ sơ: each paper says how many
    time,      // thời hạn: stated on each way, or the law fixes none
    subjects,  // đối tượng
    agency,    // cơ quan thực hiện
};
std::string_view to_text(RequiredPart part);
std::optional<RequiredPart> required_part_from(std::string_view text);
const char* words_of(RequiredPart part);  // "trình tự thực hiện"

// Those that the record lacks, in their order; the database says the same of each version (`lacks`).
std::vector<RequiredPart> missing_parts(const Procedure& procedure);

// Whether a dossier may be handed in online, by the record.
bool has_online_way(const Procedure& procedure);
// Whether the record has an amount that is paid.
bool has_amounts(const Procedure& procedure);

}  // namespace lt::procedures
