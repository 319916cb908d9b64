#include "dossiers/results/required.h"

#include <gtest/gtest.h>

namespace lt::dossiers {
namespace {

std::string codes(const std::vector<procedures::ResultKind>& kinds)
{
    std::string out;
    for (const auto& kind : kinds) out += (out.empty() ? "" : " ") + kind.code;
    return out;
}

TEST(Required, IsWhatIsDueAndNeitherRecordedNorWaived)
{
    const std::vector<procedures::ResultKind> due{{.code = "A", .name = "Một"}, {.code = "B", .name = "Hai"}};
    EXPECT_EQ(codes(missing_results(due, {}, {})), "A B");
    EXPECT_EQ(codes(missing_results(due, {{.name = "Một"}, {.code = "C", .name = "Ba"}}, {})), "A B")
        << "another paper of the dossier is none of them";
    EXPECT_EQ(codes(missing_results(due, {{.code = "B", .name = "Hai"}, {.code = "B", .name = "Hai"}}, {})),
              "A");
    EXPECT_EQ(codes(missing_results(due, {{.code = "B"}}, {{.code = "A"}})), "");
    EXPECT_EQ(codes(missing_results({}, {}, {})), "");
}

TEST(Required, IsNotWhatTheComponentThatLeadsToItDoesNotHave)
{
    const std::vector<procedures::Child> children{{.code = "1.1", .results = {"A"}},
                                                  {.code = "1.2", .results = {"B"}}};
    const std::vector<Waived> said{{.code = "A", .component = "1.1"},
                                   {.code = "B", .component = "1.1"},
                                   {.code = "A", .component = "1.3"},
                                   {.code = "C"}};
    std::string out;
    for (const Waived& one : that_count(said, children)) out += one.component + ":" + one.code + " ";
    EXPECT_EQ(out, "1.1:A :C ");
    EXPECT_TRUE(that_count({{.code = "A", .component = "1.1"}}, {}).empty());
}

TEST(Required, IsToldAltogetherAtOnePlace)
{
    EXPECT_FALSE(why_not_handed_over({}));
    const auto error = why_not_handed_over(
        {.missing = {{.code = "A", .name = "Giấy khai sinh"}},
         .awaited = {{.uid = "1", .name = "Bản sao", .state = DraftState::submitted},
                     {.uid = "2", .name = "Trích lục", .notation = "15/2026", .state = DraftState::is_signed},
                     {.uid = "3", .is_document = true, .name = "Quyết định"}}});
    ASSERT_TRUE(error);
    EXPECT_EQ(error->fault, base::Fault::invalid);
    EXPECT_EQ(error->field, "outstanding");
    EXPECT_EQ(error->message.str(), "Chưa ghi kết quả “Giấy khai sinh”.");
    std::string more;
    for (const auto& [field, message] : error->more) more += field + ": " + message.str() + "\n";
    EXPECT_EQ(more, "outstanding: Kết quả “Bản sao” đang chờ ký.\n"
                    "outstanding: Kết quả “Trích lục”, số 15/2026, đang chờ đóng dấu.\n"
                    "outstanding: Văn bản đi “Quyết định” soạn cho hồ sơ chưa phát hành.\n");
}

}  // namespace
}  // namespace lt::dossiers
