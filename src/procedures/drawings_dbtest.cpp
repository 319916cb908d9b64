// How each drawing of the release runs, on all its ways.
#include "procedures/release_fixture_dbtest.h"
#include "process/timers.h"

namespace lt::procedures {
namespace {

class DrawingsTest : public ReleaseDb {
protected:
    // One dossier through a drawing: each task is answered with what `answers` has, by "task=json"; the tasks that were done in their
    // order, then the states that it was told. A timer is waited for where the answer is "wait".
    std::string run(const std::string& key, const std::map<std::string, std::string>& answers,
                    const std::string& dossier = R"("online": false)")
    {
        const process::Actor actor{.agency = 1};
        states.clear();
        std::string uid;
        {
            db::Transaction tx = database.pool().begin(process::scope_of(actor));
            const auto begun = process::start(
                tx, services, actor,
                {key, "H05-1",
                 value(
                     R"({"dossier": {"code": "H05-1", "lodged": {"@": "2026-11-20"}, "receives": "H05.9163", "decides": "H05.9163", )" +
                     dossier + "}}")});
            if (!begun) return begun.error().message.str();
            uid = *begun;
            tx.commit();
        }
        std::string done;
        std::map<std::string, int> times;
        for (int turn = 0; turn < 40; ++turn) {
            while (queue.run_due() > 0) {}
            if (database.value("SELECT status FROM process_instances WHERE uid = '" + uid + "'") != "running")
                break;
            const std::string next =
                database.value("SELECT element FROM process_waits WHERE instance_uid = '" + uid +
                               "' AND kind = 'task' ORDER BY no LIMIT 1");
            const std::string trouble = database.value(
                "SELECT coalesce(max(trouble), '') FROM process_waits WHERE instance_uid = '" + uid + "'");
            if (next.empty() || !trouble.empty()) return done + " stuck: " + trouble;
            const auto given = answers.find(next + std::to_string(++times[next]));
            const auto usual = answers.find(next);
            const std::string answer = given != answers.end()   ? given->second
                                       : usual != answers.end() ? usual->second
                                                                : "{}";
            done += (done.empty() ? "" : " ") + next;
            if (answer == "wait") {
                clock->advance(std::chrono::hours(24 * 25));
                process::fire_due(services);
                done += "*";
                continue;
            }
            db::Transaction tx = database.pool().begin(process::scope_of(actor));
            const int wait =
                std::stoi(database.value("SELECT max(no) FROM process_waits WHERE instance_uid = '" + uid +
                                         "' AND element = '" + next + "'"));
            const auto completed =
                answer.starts_with("set ")
                    ? process::set_variables(tx, services, actor, uid, value(answer.substr(4)))
                    : process::complete(tx, services, actor, {uid, wait}, value(answer));
            if (!completed) return done + ": " + completed.error().message.str();
            tx.commit();
        }
        return done + " | " + states;
    }
};

const std::string kGood =
    R"({"du_dieu_kien": true, "hop_le": true, "ban_chinh_hop_le": true, "con_trong_so": true})";
const std::string kBad =
    R"({"du_dieu_kien": false, "hop_le": false, "ban_chinh_hop_le": false, "con_trong_so": false})";
const std::string kAsk =
    R"({"du_dieu_kien": true, "hop_le": true, "can_xac_minh": true, "can_do_dac": true})";
const std::string kSign = R"({"dong_y": true})";
const std::string kBack = R"({"dong_y": false})";

TEST_F(DrawingsTest, CivilStatusRunsOnEveryWay)
{
    load();
    EXPECT_EQ(run("ho_so_khai_sinh", {{"tham_tra", kGood}, {"ky", kSign}}),
              "tham_tra ghi_so ky | processing");
    EXPECT_EQ(run("ho_so_khai_sinh", {{"tham_tra", kBad}}),
              "tham_tra soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_khai_sinh", {{"tham_tra", kAsk}, {"ky", kSign}}, R"("online": true)"),
              "tham_tra xac_minh gui_bieu_mau ghi_so ky | processing verifying");
    EXPECT_EQ(run("ho_so_khai_sinh", {{"tham_tra", kGood}, {"gui_bieu_mau", "wait"}, {"ky", kSign}},
                  R"("online": true)"),
              "tham_tra gui_bieu_mau* ghi_so ky | processing")
        << "no answer within a day";
    EXPECT_EQ(run("ho_so_khai_sinh", {{"tham_tra", kGood}, {"ky1", kBack}, {"ky2", kSign}}),
              "tham_tra ghi_so ky tham_tra ghi_so ky | processing");
    EXPECT_EQ(run("ho_so_khai_tu", {{"tham_tra", kAsk}, {"ky1", kBack}, {"ky2", kSign}}),
              "tham_tra xac_minh ghi_so ky tham_tra xac_minh ghi_so ky | processing verifying verifying");
    EXPECT_EQ(run("ho_so_khai_tu", {{"tham_tra", kGood}, {"ky", kSign}}), "tham_tra ghi_so ky | processing");
    EXPECT_EQ(run("ho_so_khai_tu", {{"tham_tra", kBad}}),
              "tham_tra soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(
        run("ho_so_ket_hon", {{"tham_tra", kGood}, {"ky", kSign}, {"hai_ben", R"({"hai_ben_ky": true})"}}),
        "tham_tra in_giay ky hai_ben | processing");
    EXPECT_EQ(
        run("ho_so_ket_hon",
            {{"tham_tra", kAsk}, {"ky1", kBack}, {"ky2", kSign}, {"hai_ben", R"({"hai_ben_ky": false})"}}),
        "tham_tra xac_minh in_giay ky tham_tra xac_minh in_giay ky hai_ben | processing verifying verifying stopped");
    EXPECT_EQ(run("ho_so_ket_hon", {{"tham_tra", kBad}}),
              "tham_tra soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_tinh_trang_hon_nhan", {{"kiem_tra", kGood}, {"ky1", kBack}, {"ky2", kSign}}),
              "kiem_tra soan ky kiem_tra soan ky | processing");
    EXPECT_EQ(run("ho_so_tinh_trang_hon_nhan", {{"kiem_tra", kAsk}, {"ky", kSign}}),
              "kiem_tra xac_minh soan ky | processing verifying");
    EXPECT_EQ(run("ho_so_tinh_trang_hon_nhan", {{"kiem_tra", kAsk}, {"xac_minh", "wait"}, {"ky", kSign}}),
              "kiem_tra xac_minh* cam_doan soan ky | processing verifying")
        << "no answer within twenty days";
    EXPECT_EQ(run("ho_so_tinh_trang_hon_nhan", {{"kiem_tra", kBad}}),
              "kiem_tra soan_tu_choi ky_tu_choi | processing refused");
}

TEST_F(DrawingsTest, CopiesBusinessesAndLicencesRunOnEveryWay)
{
    load();
    EXPECT_EQ(run("ho_so_chung_thuc_ban_sao", {{"doi_chieu", kGood}, {"ky1", kBack}, {"ky2", kSign}}),
              "doi_chieu ky doi_chieu ky dong_dau | processing");
    EXPECT_EQ(run("ho_so_chung_thuc_ban_sao", {{"doi_chieu", kBad}}),
              "doi_chieu soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_ban_sao_tu_so_goc", {{"tra_so", kGood}, {"ky1", kBack}, {"ky2", kSign}}),
              "tra_so lap_ban_sao ky tra_so lap_ban_sao ky dong_dau | processing");
    EXPECT_EQ(run("ho_so_ban_sao_tu_so_goc", {{"tra_so", kBad}}),
              "tra_so soan_tu_choi ky_tu_choi | processing refused");
    const std::string accepted = R"({"thue_chap_nhan": true})";
    EXPECT_EQ(run("ho_so_ho_kinh_doanh",
                  {{"kiem_tra", kGood}, {"gui_thue", accepted}, {"ky1", kBack}, {"ky2", kSign}}),
              "kiem_tra gui_thue soan ky kiem_tra gui_thue soan ky | processing");
    EXPECT_EQ(run("ho_so_ho_kinh_doanh", {{"kiem_tra", kGood}, {"gui_thue", R"({"thue_chap_nhan": false})"}}),
              "kiem_tra gui_thue soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_ho_kinh_doanh", {{"kiem_tra", kBad}}),
              "kiem_tra soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_doi_giay_phep_lai_xe", {{"doi_chieu", kAsk}, {"duyet", kSign}}),
              "doi_chieu xac_minh lap_danh_sach duyet in_giay | processing");
    EXPECT_EQ(run("ho_so_doi_giay_phep_lai_xe", {{"doi_chieu", kGood}, {"duyet1", kBack}, {"duyet2", kSign}}),
              "doi_chieu lap_danh_sach duyet doi_chieu lap_danh_sach duyet in_giay | processing");
    EXPECT_EQ(run("ho_so_doi_giay_phep_lai_xe", {{"doi_chieu", kBad}}),
              "doi_chieu soan_tu_choi ky_tu_choi | processing refused");
}

TEST_F(DrawingsTest, BuildingAndLandRunOnEveryWay)
{
    load();
    const std::string ask_all =
        R"({"du_dieu_kien": true, "can_y_kien_quy_hoach": true, "can_y_kien_phong_chay": true, "can_y_kien_dat_dai": true})";
    const std::string meets = R"({"dat_yeu_cau": true})";
    EXPECT_EQ(run("ho_so_giay_phep_xay_dung", {{"tham_dinh", kGood}, {"tong_hop", meets}, {"ky", kSign}}),
              "tham_dinh tong_hop ky dong_dau | processing")
        << "nobody is asked";
    EXPECT_EQ(
        run("ho_so_giay_phep_xay_dung", {{"tham_dinh", ask_all}, {"tong_hop", meets}, {"ky", kSign}}),
        "tham_dinh y_kien_quy_hoach y_kien_phong_chay y_kien_dat_dai tong_hop ky dong_dau | processing");
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(a.code, ' ' ORDER BY a.code) FROM process_steps s JOIN agencies a ON a.id = "
            "s.performer_id WHERE s.element LIKE 'y_kien%'"),
        "H05.06.07 H05.07 H05.70")
        << "each by the agency of the table";
    EXPECT_EQ(run("ho_so_giay_phep_xay_dung",
                  {{"tham_dinh", ask_all}, {"y_kien_quy_hoach", "wait"}, {"tong_hop", meets}, {"ky", kSign}}),
              "tham_dinh y_kien_quy_hoach* tong_hop ky dong_dau | processing")
        << "who says nothing in twelve days agrees";
    EXPECT_EQ(run("ho_so_giay_phep_xay_dung",
                  {{"tham_dinh", R"({"du_dieu_kien": true, "can_y_kien_dat_dai": true})"},
                   {"tong_hop", meets},
                   {"ky1", kBack},
                   {"ky2", kSign}}),
              "tham_dinh y_kien_dat_dai tong_hop ky tong_hop ky dong_dau | processing");
    EXPECT_EQ(
        run("ho_so_giay_phep_xay_dung", {{"tham_dinh", kGood}, {"tong_hop", R"({"dat_yeu_cau": false})"}}),
        "tham_dinh tong_hop soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_giay_phep_xay_dung", {{"tham_dinh", kBad}}),
              "tham_dinh soan_tu_choi ky_tu_choi | processing refused");
    EXPECT_EQ(run("ho_so_cap_doi_giay_chung_nhan", {{"kiem_tra", kGood}, {"ky", kSign}}),
              "kiem_tra in_giay ky chinh_ly | processing");
    EXPECT_EQ(
        run("ho_so_cap_doi_giay_chung_nhan", {{"kiem_tra", kAsk}, {"ky1", kBack}, {"ky2", kSign}}),
        "kiem_tra do_dac in_giay ky kiem_tra do_dac in_giay ky chinh_ly | processing verifying verifying");
    EXPECT_EQ(run("ho_so_cap_doi_giay_chung_nhan", {{"kiem_tra", kBad}}),
              "kiem_tra soan_tu_choi ky_tu_choi | processing refused");
}

TEST_F(DrawingsTest, LinkedProceduresEndWhenTheirChildrenHaveResults)
{
    load();
    for (const char* key : {"ho_so_lien_thong_khai_sinh", "ho_so_lien_thong_khai_tu"}) {
        EXPECT_EQ(run(key, {{"kiem_tra", kGood}, {"theo_doi", R"(set {"children_done": true})"}}),
                  "kiem_tra theo_doi tong_hop | processing")
            << "told by the dossiers";
        EXPECT_EQ(
            run(key, {{"kiem_tra", kGood}, {"theo_doi1", "{}"}, {"theo_doi2", R"({"da_du_ket_qua": true})"}}),
            "kiem_tra theo_doi theo_doi tong_hop | processing")
            << "said by an official";
        EXPECT_EQ(run(key, {{"kiem_tra", kBad}}), "kiem_tra soan_tu_choi ky_tu_choi | processing refused");
    }
}

}  // namespace
}  // namespace lt::procedures
