// Rules of documents, deliveries and assignments, without a database.
#include "documents/document.h"

#include "documents/delivery.h"

using namespace lt;
using namespace lt::documents;
using directory::Role;

namespace {
const base::Time kNow = std::chrono::sys_days{std::chrono::year{2026} / 11 / 20} + std::chrono::hours(2);
const std::vector<Kind> kKinds{{"official_letter", "Công văn", ""}, {"decision", "Quyết định", "QĐ"}};

Draft good_draft()
{
    Draft draft;
    draft.kind_code = "official_letter";
    draft.subject = "Cử đại biểu dự hội nghị";
    draft.recipients = {2, 3};
    return draft;
}
}  // namespace

TEST(Notation, FollowsAnnexOne)
{
    EXPECT_EQ(notation_of(kKinds[1], "UBND", "VX"), "QĐ-UBND");
    EXPECT_EQ(notation_of(kKinds[0], "UBND", "VX"), "UBND-VX");
    EXPECT_EQ(notation_of(kKinds[0], "UBND", ""), "UBND");
    EXPECT_EQ(full_notation(number_text(5), "QĐ-UBND"), "05/QĐ-UBND");
    EXPECT_EQ(full_notation(number_text(10), "QĐ-UBND"), "10/QĐ-UBND");
    EXPECT_EQ(full_notation("", "QĐ-UBND"), "");
    EXPECT_EQ(notation_key("05/QĐ-UBND"), "05/qd-ubnd");
    EXPECT_EQ(notation_key("05 / QĐ-UBND"), "05/qd-ubnd");
}

TEST(Notation, CopiesShareOneBookAndAreNotDrafted)
{
    const Kind copy{
        .code = "extract", .name = "Bản trích sao", .abbreviation = "TrS", .copy_form = "TRÍCH SAO"};
    EXPECT_EQ(notation_of(copy, "UBND", "VX"), "TrS-UBND");
    EXPECT_EQ(usual_book(copy), "copy");
    EXPECT_EQ(usual_book({.code = "decision", .own_series = true}), "outgoing/decision");
    EXPECT_EQ(usual_book(kKinds[0]), "outgoing");
    Draft draft = good_draft();
    draft.kind_code = copy.code;
    const auto error = check_draft(draft, {copy}, kNow);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->field, "kind") << "it is made from a document that exists";
}

TEST(Draft, FindsEveryWrongFieldAtOnce)
{
    Draft draft = good_draft();
    EXPECT_FALSE(check_draft(draft, kKinds, kNow));
    draft.kind_code = "poem";
    draft.subject.clear();
    draft.reply_due_at = kNow - std::chrono::hours(1);
    draft.recipients = {2, 2};
    const auto error = check_draft(draft, kKinds, kNow);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->field, "kind");
    ASSERT_EQ(error->more.size(), 3u);
    EXPECT_EQ(error->more[0].first, "subject");
    EXPECT_EQ(error->more[1].first, "reply_due");
    EXPECT_EQ(error->more[2].first, "recipients");
}

TEST(Draft, CountsCharactersOfTheSubjectAndNotBytes)
{
    Draft draft = good_draft();
    draft.subject.clear();
    for (int i = 0; i < 500; ++i) draft.subject += "ề";
    EXPECT_FALSE(check_draft(draft, kKinds, kNow));
    draft.subject += "ề";
    EXPECT_TRUE(check_draft(draft, kKinds, kNow));
}

TEST(Draft, RefusesEverySecrecyButThuong)
{
    for (const char* open : {"", "thường", "Thường", "THUONG"}) {
        Draft draft = good_draft();
        draft.secrecy = open;
        EXPECT_FALSE(check_draft(draft, kKinds, kNow)) << open;
    }
    for (const char* secret : {"mật", "Tối mật", "tuyệt mật", "1", "secret", "anything"}) {
        Draft draft = good_draft();
        draft.secrecy = secret;
        const auto error = check_draft(draft, kKinds, kNow);
        ASSERT_TRUE(error) << secret;
        EXPECT_EQ(error->field, "secrecy");
    }
}

// The whole table: which step is possible in which state.
TEST(Draft, OnlyTheseStepsArePossible)
{
    using S = DocumentState;
    using D = DraftStep;
    const std::vector<std::tuple<S, D, S>> possible{
        {S::draft, D::edit, S::draft},         {S::draft, D::submit, S::review},
        {S::draft, D::place, S::draft},        {S::review, D::place, S::review},
        {S::review, D::approve, S::approved},  {S::review, D::give_back, S::draft},
        {S::approved, D::give_back, S::draft}, {S::approved, D::issue, S::issued}};
    for (const S state : {S::draft, S::review, S::approved, S::issued})
        for (const D step : {D::edit, D::place, D::submit, D::approve, D::give_back, D::issue}) {
            const auto result = after(state, step);
            bool expected = false;
            for (const auto& [from, with, to] : possible)
                if (from == state && with == step) {
                    expected = true;
                    ASSERT_TRUE(result);
                    EXPECT_EQ(*result, to);
                }
            EXPECT_EQ(static_cast<bool>(result), expected);
            if (!result) {
                EXPECT_FALSE(result.error().message.empty());
            }
        }
}

TEST(Draft, OnlyTheRightPeopleTakeAStep)
{
    EXPECT_TRUE(may(Role::specialist, DraftStep::edit, true, false));
    EXPECT_FALSE(may(Role::specialist, DraftStep::edit, false, false));
    EXPECT_FALSE(may(Role::specialist, DraftStep::approve, true, true));
    EXPECT_TRUE(may(Role::leader, DraftStep::approve, false, true));
    EXPECT_FALSE(may(Role::leader, DraftStep::approve, false, false));
    EXPECT_TRUE(may(Role::registry_clerk, DraftStep::issue, false, false));
    EXPECT_FALSE(may(Role::leader, DraftStep::issue, true, true));
    EXPECT_TRUE(may(Role::specialist, DraftStep::place, true, false));
    EXPECT_FALSE(may(Role::specialist, DraftStep::place, false, true));
    EXPECT_TRUE(may(Role::leader, DraftStep::place, false, true));
    EXPECT_FALSE(may(Role::leader, DraftStep::place, false, false));
    EXPECT_TRUE(may(Role::registry_clerk, DraftStep::place, false, false));
    EXPECT_FALSE(may(Role::agency_administrator, DraftStep::place, true, true));
    EXPECT_FALSE(may(Role::agency_administrator, DraftStep::edit, true, true));
    EXPECT_FALSE(may(Role::platform_operator, DraftStep::issue, true, true));
}

TEST(Delivery, LifeAndStatusCodes)
{
    using S = DeliveryState;
    using D = DeliveryStep;
    EXPECT_EQ(*after(S::arrived, D::accept), S::accepted);
    EXPECT_EQ(*after(S::accepted, D::assign), S::assigned);
    EXPECT_EQ(*after(S::assigned, D::start), S::in_progress);
    EXPECT_EQ(*after(S::in_progress, D::assign), S::in_progress);  // a new assignment does not go back
    EXPECT_EQ(*after(S::in_progress, D::complete), S::done);
    EXPECT_FALSE(after(S::arrived, D::assign));
    EXPECT_FALSE(after(S::accepted, D::refuse));
    EXPECT_FALSE(after(S::accepted, D::accept));
    for (const D step :
         {D::accept, D::refuse, D::submit, D::assign, D::start, D::report, D::complete, D::agree_recall}) {
        EXPECT_FALSE(after(S::refused, step));
        EXPECT_FALSE(after(S::recalled, step));
    }
    EXPECT_EQ(status_code(S::arrived), "01");
    EXPECT_EQ(status_code(S::refused), "02");
    EXPECT_EQ(status_code(S::accepted), "03");
    EXPECT_EQ(status_code(S::assigned), "04");
    EXPECT_EQ(status_code(S::in_progress), "05");
    EXPECT_EQ(status_code(S::done), "06");
    EXPECT_EQ(status_code(S::sent), "");
}

TEST(Delivery, WhatIsToldFromElsewhereMovesForwardOnly)
{
    using S = DeliveryState;
    const std::vector<S> life{S::sent, S::arrived, S::accepted, S::assigned, S::in_progress, S::done};
    for (std::size_t now = 0; now < life.size(); ++now)
        for (std::size_t told = 1; told < life.size(); ++told)
            EXPECT_EQ(is_news(life[now], life[told]), told > now) << now << " " << told;
    for (const S now : {S::sent, S::arrived, S::accepted, S::assigned, S::in_progress})
        EXPECT_TRUE(is_news(now, S::refused));
    for (const S over : {S::refused, S::done, S::recalled})
        for (const S told : {S::arrived, S::refused, S::accepted, S::assigned, S::in_progress, S::done})
            EXPECT_FALSE(is_news(over, told));
    for (const S state : {S::arrived, S::refused, S::accepted, S::assigned, S::in_progress, S::done})
        EXPECT_EQ(state_of_status(status_code(state)), state);
    for (const char* code : {"", "00", "13", "15", "16", "103", "1"})
        EXPECT_FALSE(state_of_status(code)) << code;
    for (const DeliveryStep step : {DeliveryStep::accept, DeliveryStep::refuse, DeliveryStep::complete})
        EXPECT_FALSE(after(S::sent, step)) << "nobody here acts for an agency elsewhere";
}

TEST(Assigning, NeedsOneLeadAnInstructionAndATimeToCome)
{
    Assigning assigning;
    assigning.instruction = "Tham mưu, trình ký";
    assigning.assignees = {{1, 0, "Phòng A", AssignmentRole::lead},
                           {2, 0, "Phòng B", AssignmentRole::support}};
    EXPECT_FALSE(check_assigning(assigning, kNow));
    assigning.assignees[1].role = AssignmentRole::lead;
    auto error = check_assigning(assigning, kNow);
    ASSERT_TRUE(error);
    EXPECT_EQ(error->field, "roles");
    EXPECT_NE(error->message.str().find("Phòng A; Phòng B"), std::string::npos);  // names the things
    assigning.assignees.clear();
    assigning.instruction.clear();
    assigning.due_at = kNow;
    error = check_assigning(assigning, kNow);
    ASSERT_TRUE(error);
    ASSERT_EQ(error->more.size(), 2u);
    EXPECT_EQ(error->more[1].second, "Hạn xử lý đã qua. Nhập thời điểm sau 09:00 hôm nay, 20/11/2026.");
    assigning.due_at.reset();
    assigning.due_given = true;
    EXPECT_EQ(check_assigning(assigning, kNow)->more[1].first, "due");
}

TEST(Due, WordsOfLists)
{
    using namespace std::chrono;
    calendar::Rules rules;
    for (std::size_t i = 0; i < 5; ++i)
        rules.week[i] = {{450, 690}, {780, 1020}};  // 07:30-11:30, 13:00-17:00
    const calendar::Calendar calendar(rules);
    // Friday 09:00: six and a half hours of work are left today.
    const auto words = [&](auto from_now) { return due_words(calendar, kNow + from_now, kNow); };
    EXPECT_EQ(words(days(4)).words, "còn 2 ngày") << "a weekend lies between";
    EXPECT_EQ(words(days(4)).level, "");
    EXPECT_EQ(words(hours(7)).words, "còn 5 giờ");
    EXPECT_EQ(words(hours(7)).level, "soon");
    EXPECT_EQ(words(minutes(30)).words, "còn 30 phút");
    EXPECT_EQ(words(-hours(2)).words, "quá hạn 2 giờ");
    EXPECT_EQ(words(-minutes(42)).words, "quá hạn 42 phút");
    EXPECT_EQ(words(-minutes(42)).level, "late");
}

TEST(Detail, HowManyAndWhatWasSaid)
{
    EXPECT_EQ(to_detail(3, ""), "3");
    EXPECT_EQ(counted("3").count, "3");
    EXPECT_EQ(counted("3").note, "");
    const Counted both = counted(to_detail(12, "Gửi báo cáo\ntrước 17:00"));
    EXPECT_EQ(both.count, "12");
    EXPECT_EQ(both.note, "Gửi báo cáo\ntrước 17:00");
}

TEST(Reminding, TheRegistryAndWhoeverWroteIt)
{
    using directory::Role;
    EXPECT_TRUE(may_remind(Role::registry_clerk, false));
    EXPECT_TRUE(may_remind(Role::specialist, true));
    EXPECT_TRUE(may_remind(Role::leader, true));
    EXPECT_FALSE(may_remind(Role::specialist, false));
    EXPECT_FALSE(may_remind(Role::leader, false));
    EXPECT_FALSE(may_remind(Role::agency_administrator, true));
    EXPECT_FALSE(check_note("", "note"));
    EXPECT_FALSE(check_note(std::string(500, 'x'), "note"));
    EXPECT_EQ(check_note(std::string(501, 'x'), "note")->field, "note");
}

TEST(Reason, MustSaySomething)
{
    EXPECT_TRUE(check_reason("", "reason"));
    EXPECT_TRUE(check_reason("sai", "reason"));
    EXPECT_FALSE(check_reason("Gửi nhầm nơi nhận", "reason"));
    EXPECT_EQ(check_reason("", "reason")->field, "reason");
}
