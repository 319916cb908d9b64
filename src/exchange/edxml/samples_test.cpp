// Real messages against what an independent parser read. The samples are third parties' data beside the
// repository.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "exchange/edxml/json.h"
#include "exchange/edxml/reader.h"

namespace lt::edxml {
namespace {

std::filesystem::path samples()
{
    const char* shared = std::getenv("LT_SHARED");
    return std::filesystem::path(shared != nullptr ? shared : "../shared") / "samples/edxml";
}

std::vector<std::string> split(const std::string& line, char by)
{
    std::vector<std::string> parts;
    std::stringstream in(line);
    for (std::string part; std::getline(in, part, by);) parts.push_back(part);
    return parts;
}

std::string dash(const std::string& text) { return text.empty() ? "-" : text; }
std::string dash(const std::optional<int>& value) { return value ? std::to_string(*value) : "-"; }

// Both forms of the table, "2018/09/28" and "30/10/2020".
std::string iso(const std::string& text)
{
    return text == "-" ? text : base::format_iso(base::parse_day(text).value());
}
std::string iso(const std::optional<base::Day>& day) { return day ? base::format_iso(*day) : "-"; }

std::string receivers(const Message& m)
{
    std::string all;
    for (const Organ& organ : m.to) all += (all.empty() ? "" : ",") + organ.organ_id;
    return dash(all);
}

std::string response(const Message& m)
{
    if (m.responses_for.empty()) return "-";
    const ResponseFor& one = m.responses_for.front();
    return one.organ_id + "|" + one.code + "|" + iso(one.promulgation_date) + "|" + one.document_id;
}

// The table's "organ|code|2015/09/30|document" with the date as ISO; four dashes are an empty element: none
// for us.
std::string expected_response(const std::string& cell)
{
    if (cell == "-" || cell == "-|-|-|-") return "-";
    const auto parts = split(cell, '|');
    return parts.at(0) + "|" + parts.at(1) + "|" + iso(parts.at(2)) + "|" + parts.at(3);
}

void compare_attachments(const Message& m, const std::string& cell)
{
    if (cell == "-") {
        EXPECT_TRUE(m.attachments.empty());
        return;
    }
    std::size_t at = 0;
    std::string rest = cell;
    while (!rest.empty()) {
        const std::size_t cut = rest.find(" ; ");
        const auto parts = split(rest.substr(0, cut), '|');
        rest = cut == std::string::npos ? "" : rest.substr(cut + 3);
        ASSERT_LT(at, m.attachments.size());
        const Attachment& file = m.attachments[at++];
        EXPECT_EQ(file.name, parts.at(0));
        EXPECT_EQ(file.declared_type, parts.at(1));
        EXPECT_EQ(file.unzipped, parts.at(2) == "1");
        EXPECT_EQ(std::to_string(file.length), parts.at(4));
        EXPECT_EQ(file.sha256.substr(0, 16), parts.at(5));
    }
    EXPECT_EQ(at, m.attachments.size());
}

void compare(const Message& m, const std::vector<std::string>& row)
{
    EXPECT_EQ(m.kind == Kind::edoc ? "edoc" : "status", row[2]);
    EXPECT_EQ(m.from.organ_id, row[3]);
    EXPECT_EQ(receivers(m), row[4]);
    EXPECT_EQ(dash(m.document_id), row[5]);
    EXPECT_EQ(dash(m.code_number), row[6]);
    EXPECT_EQ(dash(m.code_notation), row[7]);
    EXPECT_EQ(iso(m.promulgation_date), iso(row[8]));
    EXPECT_EQ(dash(m.type), row[9]);
    EXPECT_EQ(dash(m.type_detail), row[10]);
    EXPECT_EQ(dash(m.type_name), row[11]);
    EXPECT_EQ(dash(m.priority), row[12]);
    EXPECT_EQ(dash(m.steering_type), row[13]);
    EXPECT_EQ(m.business.type ? std::to_string(int(*m.business.type)) : "-", row[14]);
    EXPECT_EQ(dash(m.status_code), row[15]);
    EXPECT_EQ(response(m), expected_response(row[16]));
    EXPECT_EQ(m.traces.empty() ? "-" : std::to_string(m.traces.size()), row[17]);
    compare_attachments(m, row[20]);
}

TEST(Samples, GiveTheValuesOfTheTable)
{
    std::ifstream table(samples() / "expected.tsv");
    if (!table) GTEST_SKIP() << "no samples at " << samples() << " (set LT_SHARED)";
    std::string line;
    std::getline(table, line);
    int rows = 0;
    while (std::getline(table, line)) {
        const auto row = split(line, '\t');
        ASSERT_EQ(row.size(), 21u) << line;
        SCOPED_TRACE(row[0]);
        ++rows;
        const Result result = read_file(samples() / row[0]);
        const auto* error = std::get_if<Error>(&result);
        if (row[1] == "yes") {
            ASSERT_EQ(error, nullptr)
                << name(error->code) << ": " << error->message << ", line " << error->line;
            compare(std::get<Message>(result), row);
            continue;
        }
        ASSERT_NE(error, nullptr);
        EXPECT_EQ(name(error->code), "not_xml") << error->message;
        const std::size_t at = row[1].find("line ");
        EXPECT_EQ(error->line, std::stoi(row[1].substr(at + 5))) << error->message;
    }
    EXPECT_GE(rows, 18);
}

TEST(Samples, OfARealUpdateAllThatTheRegisterNeedsIsRead)
{
    const auto file = samples() / "resources__edoc_update.edxml";
    if (!std::filesystem::exists(file)) GTEST_SKIP() << "no samples at " << samples() << " (set LT_SHARED)";
    const Message m = std::get<Message>(read_file(file));
    EXPECT_EQ(m.from.name, "Văn phòng Chính phủ");
    EXPECT_EQ(m.business.type, BusinessType::update);
    EXPECT_EQ(m.business.reason, "Cập nhật văn bản điện tử");
    EXPECT_EQ(m.business.document_id, "000.00.00.G22,2014/02/30,7806/VPCP-TTĐT");
    EXPECT_FALSE(m.business.receivers.empty());
    EXPECT_FALSE(m.business.staff.staff.empty());
    EXPECT_FALSE(m.subject.empty());
    EXPECT_FALSE(m.signer.empty());
    EXPECT_FALSE(m.places.empty());
    ASSERT_EQ(m.traces.size(), 1u);
    EXPECT_EQ(base::format_vietnam(m.traces[0].at.value()), "28/09/2018 00:00");
}

}  // namespace
}  // namespace lt::edxml
