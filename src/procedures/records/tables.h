// Tables that were flattened to one line of text: cells stand one behind the other without anything between them, as in
// "Trực tuyến3 Ngày làm việc50,000 VNĐ(một giấy phép)Trực tiếp…". A row begins where the shape of its cells allows nothing else.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "procedures/records/procedure.h"

namespace lt::procedures {

struct FeeCell {
    std::string cell{};
    std::string words{};  // in the parentheses behind it
};
struct ChannelRow {
    Way way{};
    std::string time{};
    std::vector<FeeCell> fees{};
    std::string note{};
    bool joined =
        false;  // time and fee are one run of digits that may be cut at several places: `time` is all of it
};

// Nothing when the text does not begin with a row.
std::vector<ChannelRow> read_channel_rows(std::string_view text);

// These note what they can't tell apart.
std::vector<Case> read_paper_table(std::string_view text, Procedure& procedure);
std::vector<LegalBasis> read_law_table(std::string_view text, Procedure& procedure);
std::vector<Outcome> read_result_list(std::string_view text, Procedure& procedure);

// The labels of the page that were copied along behind a text are cut off; "Không có thông tin" becomes "".
std::string without_page(std::string_view text);

}  // namespace lt::procedures
