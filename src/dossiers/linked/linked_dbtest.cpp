// A birth over three agencies: linked dossiers from the first to the last result, and what goes wrong on the way.
#include "dossiers/linked/linked_fixture_dbtest.h"
#include "dossiers/results/required.h"

namespace lt::dossiers::linked {
namespace {

TEST_F(LinkedTest, ABirthGoesThroughThreeAgenciesEachWithItsOwnTime)
{
    const std::string uid = begun();
    EXPECT_EQ(states(uid), "processing - -");
    EXPECT_EQ(turn_of(part(uid, 1), parts(uid, commune.leader)), Turn::waits);
    const Component birth = part(uid, 0);
    EXPECT_EQ(birth.child_code, "H05.26.1-261120-0002");
    const Dossier child = the(birth.child);
    EXPECT_EQ(child.procedure_code, "1.001193");
    EXPECT_EQ(child.owner.name, "Nguyễn Thị Ánh");
    EXPECT_NE(child.answers.find("birth_date"), std::string::npos);
    EXPECT_EQ(child.answers.find("residence"), std::string::npos) << "no answer that it does not need";
    EXPECT_EQ(
        database.value(
            "SELECT count(*) FROM dossier_slips s JOIN dossiers d ON d.id = s.dossier_id WHERE d.uid = '" +
            birth.child + "'"),
        "0")
        << "the receipt is the parent's";
    EXPECT_EQ(database.value("SELECT count(DISTINCT sha256) || ' ' || count(*) FROM dossier_files"), "1 2")
        << "the same content";

    // Twice makes nothing twice.
    again("dossiers.make_component", R"({"parent": ")" + uid + R"(", "no": 0, "agency": 1})");
    again("dossiers.link", R"({"dossier": ")" + uid + R"(", "agency": 1})");
    again("dossiers.make_component", R"({"parent": ")" + uid + R"(", "no": 0, "agency": 4})");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "2");

    clock->advance(hours(72));  // Monday
    register_birth(birth.child);
    EXPECT_EQ(states(uid), "resolved processing processing") << "both at once";
    EXPECT_EQ(results(uid), "Giấy khai sinh");
    const Component residence = part(uid, 1);
    EXPECT_EQ(residence.child_code, "H05.70-261123-0001");
    EXPECT_EQ(
        database.value("SELECT received_at = first_due_at - interval '10 days' FROM dossiers WHERE uid = '" +
                       residence.child + "'"),
        "t")
        << "seven working days from its own beginning; 24 November is a holiday";
    EXPECT_FALSE(residence.seen);
    EXPECT_FALSE(acted(commune.leader, residence.child, {.kind = ActKind::note, .reason = "x"}))
        << "not theirs";

    // A third agency sees its own part, and of the parent no more than code and state.
    EXPECT_TRUE(parts(uid, police.leader).empty());
    {
        db::Transaction tx = database.pool().begin(scope_of(police.leader));
        EXPECT_FALSE(store::find(tx, uid));
        EXPECT_FALSE(store::find(tx, part(uid, 2).child));
        const auto own = store::find(tx, residence.child);
        ASSERT_TRUE(own);
        EXPECT_TRUE(own->procedure_name == "Đăng ký thường trú");
        const auto parent = parent_of(tx, *own);
        ASSERT_TRUE(parent);
        EXPECT_EQ(parent->state, State::processing);
        EXPECT_FALSE(parent->seen);
        EXPECT_EQ(follow(tx, parent->code).size(), 3u) << "as everybody who has the code";
    }

    decide(insurance, part(uid, 2).child);
    EXPECT_FALSE(acted(insurance.desk, part(uid, 2).child,
                       {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}))
        << "its result goes to the parent";
    clock->advance(hours(24 * 11));
    EXPECT_TRUE(is_late(part(uid, 1), clock->now()));
    EXPECT_EQ(late(police), 1u);
    EXPECT_EQ(late(commune), 0u) << "late is who is late";
    EXPECT_TRUE(add_outcome(services, police.specialist, residence.child,
                            {.outcome = {.no = -1, .code = "KQ.G01.000065", .name = "Thông báo cư trú"},
                             .file = NewFile{.name = "tb.pdf", .blob = blobs.put("%PDF-1.4 cu tru")}}));
    decide(police, residence.child);
    EXPECT_EQ(states(uid), "resolved resolved resolved");
    EXPECT_EQ(results(uid), "Giấy khai sinh, Thông báo cư trú");

    // Taken back and given again, before the parent is finished.
    ASSERT_TRUE(take_back(services, police.leader, residence.child, 0, "Nhầm số nhà"));
    run_jobs();
    EXPECT_EQ(states(uid), "resolved processing resolved");
    EXPECT_EQ(results(uid), "Giấy khai sinh");
    EXPECT_NE(notes(uid).find("đã lấy lại kết quả"), std::string::npos) << notes(uid);
    EXPECT_TRUE(acted(police.leader, residence.child, {.kind = ActKind::resolve}));
    EXPECT_EQ(results(uid), "Giấy khai sinh, Thông báo cư trú");

    EXPECT_EQ(work(commune, uid), "Tổng hợp kết quả để trả một lần") << "the process went on by itself";
    EXPECT_EQ(the(uid).life.state, State::resolved);
    EXPECT_FALSE(take_back(services, police.leader, residence.child, 0, "Muộn rồi"));

    // The insurance has decided and recorded no result: nothing is handed over, and what it records arrives at once.
    EXPECT_EQ(states(uid), "returned returned resolved");
    const Deed given{.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}};
    const auto lacking = acted(commune.desk, uid, given);
    ASSERT_FALSE(lacking);
    EXPECT_EQ(lacking.error().field, "outstanding");
    EXPECT_TRUE(says(lacking.error().message.str(), "Thẻ bảo hiểm y tế"));
    ASSERT_TRUE(add_outcome(services, insurance.specialist, part(uid, 2).child, a_card()));
    run_jobs();
    EXPECT_EQ(results(uid), "Giấy khai sinh, Thông báo cư trú, Thẻ bảo hiểm y tế");
    EXPECT_EQ(states(uid), "returned returned returned");
    EXPECT_TRUE(acted(commune.desk, uid, given));
}

TEST_F(LinkedTest, WhatAComponentDoesNotHaveItsParentDoesNotWaitFor)
{
    const std::string uid = begun();
    register_birth(part(uid, 0).child);
    const std::string residence = part(uid, 1).child, card = part(uid, 2).child;
    ASSERT_TRUE(
        add_outcome(services, police.specialist, residence, on_paper("KQ.G01.000065", "Thông báo cư trú")));
    decide(police, residence);
    const std::string code = "3.000722.BHYT";
    const auto waived = [&] {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        std::string out;
        for (const Waived& one : waived_results(services, tx, *store::find(tx, uid)))
            out += one.component + " " + one.code + " " + one.reason;
        return out;
    };
    ASSERT_TRUE(waive_result(services, insurance.leader, card, code, "Trẻ đã có thẻ"));
    run_jobs();
    EXPECT_EQ(waived(), "") << "not before it has ended";
    decide(insurance, card);
    EXPECT_EQ(waived(), "2.000639 3.000722.BHYT Trẻ đã có thẻ");
    EXPECT_FALSE(waive_result(services, commune.leader, uid, code, "x")) << "nothing is missing";
    // Taken back, the component may still lead to it.
    ASSERT_TRUE(take_back(services, insurance.leader, card, 0, "Nhầm"));
    run_jobs();
    EXPECT_EQ(waived(), "");
    ASSERT_TRUE(acted(insurance.leader, card, {.kind = ActKind::resolve}));
    EXPECT_EQ(work(commune, uid), "Tổng hợp kết quả để trả một lần");
    EXPECT_EQ(states(uid), "returned returned returned");
    {
        // Who does not see the parent learns nothing of it.
        const auto id = std::stoll(database.value("SELECT id FROM dossiers WHERE uid = '" + uid + "'"));
        db::Transaction tx = database.pool().begin(scope_of(police.leader));
        EXPECT_TRUE(store::waived_of(tx, id).empty());
    }
    EXPECT_TRUE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}));
}

TEST_F(LinkedTest, ARefusalIsToldAndTheRestIsHandedOver)
{
    database.execute("UPDATE posts SET valid_to = '2026-01-01' WHERE agency_id = 5");
    const std::string uid = begun();
    register_birth(part(uid, 0).child);
    EXPECT_EQ(states(uid), "resolved processing -");
    EXPECT_EQ(part(uid, 2).trouble, "Bảo hiểm xã hội tỉnh chưa có chuyên viên nào làm việc trên hệ thống.");
    EXPECT_NE(notes(uid).find("Chưa mở được hồ sơ thành phần “Cấp thẻ bảo hiểm y tế”"), std::string::npos);

    // Tried again: told once, and made when the agency is ready.
    const auto try_once_more = [&] {
        db::Transaction tx = database.pool().begin(scope_of(commune.specialist));
        tell_later(services, tx, *store::find(tx, uid));
        tx.commit();
        run_jobs();
    };
    const std::string told = notes(uid);
    try_once_more();
    EXPECT_EQ(notes(uid), told);
    database.execute("UPDATE posts SET valid_to = NULL WHERE agency_id = 5");
    try_once_more();
    EXPECT_EQ(states(uid), "resolved processing processing");
    EXPECT_EQ(part(uid, 2).trouble, "");

    const std::string residence = part(uid, 1).child;
    EXPECT_EQ(work(police, residence, kBad), "Giải quyết và ghi kết quả");
    EXPECT_EQ(work(police, residence), "Ký văn bản từ chối");
    EXPECT_EQ(states(uid), "resolved stopped processing");
    EXPECT_NE(notes(uid).find("“Đăng ký thường trú” tại Công an tỉnh: Dừng xử lý. Lý do:"), std::string::npos)
        << notes(uid);
    ASSERT_TRUE(add_outcome(services, insurance.specialist, part(uid, 2).child, a_card()));
    decide(insurance, part(uid, 2).child);
    EXPECT_EQ(work(commune, uid, R"({"da_du_ket_qua": true})"), "Theo dõi các thủ tục thành phần")
        << "an official says that it is enough";
    EXPECT_EQ(work(commune, uid), "Tổng hợp kết quả để trả một lần");
    EXPECT_EQ(the(uid).life.state, State::resolved);
    EXPECT_EQ(states(uid), "returned stopped returned");
    EXPECT_TRUE(
        acted(commune.desk, uid, {.kind = ActKind::hand_over, .given = {.taken_by = "Nguyễn Thị Ánh"}}))
        << "what was refused is not due";
}

TEST_F(LinkedTest, WhatKeepsAComponentFromBeingMadeIsSaidAndTriedAgain)
{
    const std::string uid = begun();
    const std::string make = R"({"parent": ")" + uid + R"(", "no": 2, "agency": 5})";
    // The parent has looked and sent for it; meanwhile the specialist has left.
    database.execute("UPDATE dossier_components SET decides_id = 5, after = '' WHERE no = 2");
    database.execute("UPDATE posts SET valid_to = '2026-01-01' WHERE agency_id = 5");
    again("dossiers.make_component", make);
    EXPECT_EQ(states(uid), "processing - -");
    EXPECT_EQ(part(uid, 2).trouble, "Bảo hiểm xã hội tỉnh chưa có chuyên viên nào làm việc trên hệ thống.");
    EXPECT_TRUE(says(notes(uid), "Chưa mở được hồ sơ thành phần “Cấp thẻ bảo hiểm y tế”"));
    // Known to that agency alone, it is told all the same.
    database.execute("UPDATE dossier_components SET trouble = '' WHERE no = 2");
    {
        db::Transaction tx = database.pool().begin(scope_of(Actor{.agency = 5}));
        report_trouble(services, tx, uid, 2, "Máy chủ của cơ quan không nhận hồ sơ.");
        tx.commit();
    }
    database.execute("UPDATE posts SET valid_to = NULL WHERE agency_id = 5");
    run_jobs();
    EXPECT_EQ(part(uid, 2).trouble, "Máy chủ của cơ quan không nhận hồ sơ.");
    EXPECT_EQ(states(uid), "processing - -");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        tell_later(services, tx, *store::find(tx, uid));
        tx.commit();
    }
    run_jobs();
    EXPECT_EQ(states(uid), "processing - processing");
    EXPECT_EQ(part(uid, 2).trouble, "");
}

TEST_F(LinkedTest, ScansThatComeLaterReachTheComponentsThatTakeSuchPapers)
{
    const std::string uid = begun();
    const std::string birth = part(uid, 0).child;
    const auto files = [&](const std::string& dossier) {
        return database.value(
            "SELECT coalesce(string_agg(f.name, ' ' ORDER BY f.id), '') FROM dossier_files f JOIN dossiers d "
            "ON d.id = f.dossier_id WHERE d.uid = '" +
            dossier + "'");
    };
    EXPECT_EQ(files(birth), "giay-chung-sinh.pdf");
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::ask_supplement, .missing = {{0, "Ảnh mờ"}}}));
    ASSERT_TRUE(acted(commune.desk, uid,
                      {.kind = ActKind::supplemented,
                       .papers = {{0, {.originals = 1}}},
                       .files = {{.paper = 0, .name = "ban-ro.pdf", .blob = blobs.put("%PDF-1.4 rõ")}}}));
    EXPECT_EQ(files(birth), "giay-chung-sinh.pdf ban-ro.pdf");
    const auto originals = [&] {
        return database.value(
            "SELECT originals FROM dossier_papers p JOIN dossiers d ON d.id = p.dossier_id WHERE d.uid = '" +
            birth + "' AND p.no = 0");
    };
    EXPECT_EQ(originals(), "2");
    EXPECT_TRUE(says(notes(birth), "Nhận thêm 1 tệp từ hồ sơ liên thông"));
    // Added outside of a supplement, too; twice brings nothing twice, and another component gets none of it.
    ASSERT_TRUE(attach(services, commune.desk, uid,
                       {{.paper = 0, .name = "them.pdf", .blob = blobs.put("%PDF-1.4 thêm")},
                        {.name = "khac.pdf", .blob = blobs.put("%PDF-1.4 khác")}}));
    run_jobs();
    // One more that nobody scanned is counted there, without a word.
    database.execute(
        "UPDATE dossier_papers SET originals = 3 WHERE no = 0 AND dossier_id = (SELECT id FROM dossiers WHERE uid = '" +
        uid + "')");
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        share_later(services, tx, *store::find(tx, uid));
        tx.commit();
    }
    run_jobs();
    EXPECT_EQ(files(birth), "giay-chung-sinh.pdf ban-ro.pdf them.pdf");
    EXPECT_EQ(originals(), "3");
    register_birth(birth);
    EXPECT_EQ(states(uid), "resolved processing processing");
    EXPECT_FALSE(says(files(part(uid, 2).child), "them.pdf")) << "the insurance asks for no paper";
    // Its agency is not the one that the job was written for.
    again("dossiers.share_papers",
          R"({"parent": ")" + uid + R"(", "code": "x", "no": 0, "agency": 3, "papers": ["3.000722.01"], )" +
              R"("child": ")" + birth + R"("})");
    EXPECT_EQ(files(birth), "giay-chung-sinh.pdf ban-ro.pdf them.pdf");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_files WHERE name = 'them.pdf'"), "2");
}

TEST_F(LinkedTest, WhatIsOpenEndsWithItsParentAndIsMadeAnewWhenThatIsTakenBack)
{
    const std::string uid = begun();
    const std::string first = part(uid, 0).child;
    ASSERT_TRUE(acted(commune.desk, uid, {.kind = ActKind::withdraw, .reason = "Gia đình chuyển đi"}));
    EXPECT_EQ(states(uid), "withdrawn - -");
    EXPECT_NE(
        database
            .value(
                "SELECT reason FROM dossier_events WHERE act = 'withdraw' ORDER BY at DESC, dossier_id DESC LIMIT 1")
            .find("Gia đình chuyển đi"),
        std::string::npos);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossier_slips WHERE kind = 'stop'"), "1")
        << "the parent's";
    again("dossiers.make_component", R"({"parent": ")" + uid + R"(", "no": 1, "agency": 4})");
    EXPECT_EQ(states(uid), "withdrawn - -");

    ASSERT_TRUE(take_back(services, commune.desk, uid, 0, "Gia đình đổi ý"));
    run_jobs();
    EXPECT_EQ(work(commune, uid, kGood), "Kiểm tra thông tin của hồ sơ liên thông");
    EXPECT_EQ(states(uid), "processing - -");
    EXPECT_NE(part(uid, 0).child, first);
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers WHERE parent_id IS NOT NULL"), "2");
    ASSERT_TRUE(acted(commune.leader, uid, {.kind = ActKind::stop, .reason = "Hồ sơ giả"}));
    EXPECT_EQ(states(uid), "stopped - -");
}

}  // namespace
}  // namespace lt::dossiers::linked
