// Rows of papers find their papers by key, whatever the answers have made of the list.
#include "dossiers/pages/paper_rows.h"

#include <gtest/gtest.h>

#include "dossiers/paper_keys.h"

namespace lt::dossiers::pages {
namespace {

using Names = std::vector<std::string>;

http::Request sent(std::initializer_list<std::pair<const char*, const char*>> fields)
{
    http::Request out;
    for (const auto& [name, value] : fields) out.form.add(name, value);
    return out;
}

TEST(PaperRowsTest, TheSameListStaysAsItIs)
{
    http::Request request = sent({{"paper_0", "A"},
                                  {"originals_0", "1"},
                                  {"paper_1", "B"},
                                  {"originals_1", ""},
                                  {"scanned", "1:b.pdf"},
                                  {"owner_name", "Ánh"}});
    const auto before = request.form.fields();
    const PaperRows rows = arrange_papers(request, {"A", "B"});
    EXPECT_EQ(request.form.fields(), before);
    EXPECT_TRUE(rows.added.empty() && rows.left.empty() && rows.twice.empty());
    EXPECT_TRUE(wrong_papers(rows, {}).empty());
}

TEST(PaperRowsTest, ShiftedRowsKeepTheirCountsFilesScansAndReusedItems)
{
    http::Request request = sent({{"paper_0", "A"},
                                  {"originals_0", "1"},
                                  {"upload_scan_0", "u-a"},
                                  {"paper_1", "B"},
                                  {"copies_1", "2"},
                                  {"reuse_1", "item"},
                                  {"held_1", "held"},
                                  {"scanned", "1:3:b.pdf"},
                                  {"scanned", "-1:khac.pdf"},
                                  {"scanned", ""}});
    request.files.push_back({.field = "scan_1", .name = "b2.pdf"});
    request.files.push_back({.field = "scan", .name = "khac.pdf"});
    const PaperRows rows = arrange_papers(request, {"X", "A", "B"});
    EXPECT_EQ(rows.added, Names{"X"});
    EXPECT_TRUE(rows.left.empty());
    EXPECT_EQ(request.form.get("paper_1"), "A");
    EXPECT_EQ(request.form.get("originals_1"), "1");
    EXPECT_EQ(request.form.get("upload_scan_1"), "u-a");
    EXPECT_EQ(request.form.get("copies_2"), "2");
    EXPECT_EQ(request.form.get("reuse_2"), "item");
    EXPECT_EQ(request.form.get("held_2"), "held");
    EXPECT_EQ(request.form.all("scanned"), (Names{"2:3:b.pdf", "-1:khac.pdf", ""}));
    EXPECT_FALSE(request.form.has("originals_0")) << "nothing was typed for X";
    EXPECT_EQ(request.files[0].field, "scan_2");
    EXPECT_EQ(request.files[1].field, "scan");
}

TEST(PaperRowsTest, WhatIsNeededNoMoreStandsBehindWhileItHoldsSomething)
{
    http::Request request = sent({{"paper_0", "A"},
                                  {"originals_0", "1"},
                                  {"paper_1", "B"},
                                  {"originals_1", "0"},
                                  {"paper_2", "C"},
                                  {"originals_2", "1"}});
    PaperRows rows = arrange_papers(request, {"C"});
    EXPECT_EQ(rows.left, Names{"A"}) << "nothing was ticked for B";
    EXPECT_EQ(request.form.get("paper_0"), "C");
    EXPECT_EQ(request.form.get("paper_1"), "A");
    EXPECT_EQ(request.form.get("originals_1"), "1");
    EXPECT_FALSE(request.form.has("paper_2"));
    EXPECT_EQ(wrong_papers(rows, {}).size(), 1U);
    // The answer is given as it was before: the row is back at its place.
    rows = arrange_papers(request, {"A", "B", "C"});
    EXPECT_EQ(rows.added, Names{"B"});
    EXPECT_EQ(request.form.get("originals_0"), "1");
    EXPECT_EQ(request.form.get("originals_2"), "1");
}

TEST(PaperRowsTest, UnknownKeysAndTwoRowsOfOneKeyAreTold)
{
    http::Request request = sent({{"paper_0", "A"},
                                  {"originals_0", "1"},
                                  {"paper_1", "A"},
                                  {"originals_1", "5"},
                                  {"paper_2", "Z"},
                                  {"copies_2", "1"},
                                  {"originals_3", "1"},
                                  {"scanned", "7:x.pdf"},
                                  {"scanned", "no colon"},
                                  {"scanned", "1000:y.pdf"},
                                  {"originals_99999999999", "1"},
                                  {"paper_x", "1"}});
    const PaperRows rows = arrange_papers(request, {"A"});
    EXPECT_EQ(rows.twice, Names{"A"});
    EXPECT_EQ(rows.left, (Names{"Z", "", ""}));
    EXPECT_EQ(request.form.get("originals_0"), "1") << "the first counts";
    EXPECT_EQ(request.form.get("originals_1"), "5") << "and the second is shown behind";
    EXPECT_EQ(request.form.all("scanned"), (Names{"4:x.pdf", "no colon", "1000:y.pdf"}));
    EXPECT_EQ(wrong_papers(rows, {}).size(), 2U);
}

TEST(PaperRowsTest, NoMoreRowsThanAPageShows)
{
    http::Request request;
    for (int i = 0; i < kMostPapers; ++i) request.form.add("originals_" + std::to_string(i), "1");
    const PaperRows rows = arrange_papers(request, {"A", "B"});
    EXPECT_EQ(rows.left.size(), static_cast<std::size_t>(kMostPapers) - 2);
}

TEST(PaperKeysTest, PapersWithoutACodeAndOfOneCodeAreToldApart)
{
    const std::vector<procedures::NeededPaper> papers{{.paper = {.code = "1.1", .name = "Đơn"}},
                                                      {.paper = {.name = "Ảnh"}},
                                                      {.paper = {.code = "1.1", .name = "Đơn, bản hai"}}};
    EXPECT_EQ(keys_of(papers), (Names{"1.1", "Ảnh", "1.1#2"}));
    procedures::Version version;
    version.procedure.cases = {{.papers = {papers[1].paper}}, {.papers = {papers[0].paper, papers[2].paper}}};
    EXPECT_EQ(name_of_paper(version, "1.1#2"), "Đơn, bản hai");
    EXPECT_EQ(name_of_paper(version, "9"), "9");
}

}  // namespace
}  // namespace lt::dossiers::pages
