// A commune, the police and the insurance of the province, and linked births that go through them; for database tests.
#pragma once

#include "dossiers/linked/linking.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/results/recording.h"

namespace lt::dossiers::linked {

using std::chrono::hours;

inline const std::string kGood = R"({"du_dieu_kien": true})";
inline const std::string kBad = R"({"du_dieu_kien": false})";
inline const std::string kSign = R"({"dong_y": true})";

class LinkedTest : public PagesTest {
protected:
    LinkedTest()
    {
        police = add_agency(4, "H05.70", "Công an tỉnh", "central");
        insurance = add_agency(5, "H05.74", "Bảo hiểm xã hội tỉnh", "central");
        directory.refresh();
    }

    // A linked birth that was checked: the dossier of the registration is made.
    std::string begun()
    {
        Reception reception = a_reception("3.000722");
        reception.answers =
            R"({"applicant": {"full_name": "Nguyễn Thị Ánh"}, "child": {"birth_date": "2026-11-10"}, "birth_proof": "certificate",
                "copies": 0, "residence": {"wanted": true, "detail": "Số 5"}, "insurance": {"wanted": true}})";
        reception.files = {{.paper = 0, .name = "giay-chung-sinh.pdf", .blob = blobs.put("%PDF-1.4 sinh")}};
        const std::string uid = received(reception).uid;
        EXPECT_EQ(work(commune, uid, kGood), "Kiểm tra thông tin của hồ sơ liên thông");
        return uid;
    }
    std::vector<Component> parts(const std::string& uid, const Actor& actor)
    {
        db::Transaction tx = database.pool().begin(scope_of(actor));
        return components(tx,
                          std::stoll(database.value("SELECT id FROM dossiers WHERE uid = '" + uid + "'")));
    }
    Component part(const std::string& uid, std::size_t no) { return parts(uid, commune.leader).at(no); }
    std::string states(const std::string& uid)
    {
        std::string out;
        for (const Component& one : parts(uid, commune.leader))
            out +=
                (out.empty() ? "" : " ") + (one.state ? std::string(to_text(*one.state)) : std::string("-"));
        return out;
    }
    void register_birth(const std::string& child)
    {
        EXPECT_TRUE(
            add_outcome(services, commune.specialist, child, on_paper("KQ.G15.000031", "Giấy khai sinh")));
        EXPECT_EQ(work(commune, child, kGood), "Thẩm tra hồ sơ");
        EXPECT_EQ(work(commune, child), "Ghi sổ khai sinh, lấy số định danh, in giấy");
        EXPECT_EQ(work(commune, child, kSign), "Ký Giấy khai sinh");
    }
    void decide(const Staff& staff, const std::string& child)
    {
        EXPECT_EQ(work(staff, child, kGood), "Giải quyết và ghi kết quả");
        EXPECT_EQ(work(staff, child), "Duyệt kết quả");
    }
    void again(const std::string& kind, const std::string& payload)
    {
        db::Transaction tx = database.pool().begin({});
        jobs::enqueue(tx, queue, kind, payload);
        tx.commit();
        run_jobs();
    }
    std::string notes(const std::string& uid)
    {
        return database.value(
            "SELECT coalesce(string_agg(reason, ' | ' ORDER BY no), '') FROM dossier_events e JOIN dossiers d ON "
            "d.id = e.dossier_id WHERE e.act = 'note' AND d.uid = '" +
            uid + "'");
    }
    // Made elsewhere; it needs no signature here.
    NewOutcome a_card() const
    {
        return {
            .outcome = {.no = -1, .code = "3.000722.BHYT", .name = "Thẻ bảo hiểm y tế", .number = "TE127"}};
    }
    std::string results(const std::string& uid)
    {
        return database.value(
            "SELECT coalesce(string_agg(r.name, ', ' ORDER BY r.component), '') FROM dossier_results r "
            "JOIN dossiers d ON d.id = r.dossier_id WHERE d.uid = '" +
            uid + "'");
    }
    std::size_t late(const Staff& staff)
    {
        db::Transaction tx = database.pool().begin(scope_of(staff.leader));
        return static_cast<std::size_t>(
            lists::work(tx, staff.leader.role, clock->now(), clock->now() + hours(8), lists::Numbers::all)
                .late);
    }

    Staff police, insurance;
};

}  // namespace lt::dossiers::linked
