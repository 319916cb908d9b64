// The application form on paper: of each procedure of the release, of what is only typed, and for whom.
#include "dossiers/pages_fixture_dbtest.h"
#include "forms/print.h"
#include "kit/text/text.h"

namespace lt::dossiers {
namespace {

// What was declared in each of the twelve, and what of it is looked for on the paper beside the applicant.
struct Declared {
    const char* code;
    const char* heading;
    const char* answers;  // beside "applicant"
    std::vector<const char*> words;
};
const std::vector<Declared> kTwelve{
    {"1.000656",
     "TỜ KHAI ĐĂNG KÝ KHAI TỬ",
     R"("relation":"child","deceased":{"full_name":"Trần Văn Bảy","sex":"male","death_date":"2026-11-18","death_place":"Tại nhà"},"death_proof":"notice","copies":2)",
     {"Trần Văn Bảy", "18/11/2026", "☒ Con", "☒ Giấy báo tử", "04/2020/TT-BTP"}},
    {"1.000894",
     "TỜ KHAI ĐĂNG KÝ KẾT HÔN",
     R"("groom":{"person":{"full_name":"Lê Văn Hùng"},"marriages":"1","before":"never"},"bride":{"person":{"full_name":"Phạm Thị Lan"}},"copies":0)",
     {"BÊN NAM", "BÊN NỮ", "Lê Văn Hùng", "Phạm Thị Lan", "☒ Lần đầu", "tự nguyện"}},
    {"1.001193",
     "TỜ KHAI ĐĂNG KÝ KHAI SINH",
     R"("relation":"mother","child":{"full_name":"Nguyễn Minh An","birth_date":"2026-11-10","sex":"female"},"birth_proof":"certificate","has_mother":true,"mother":{"full_name":"Trần Thị Bình"},"marriage":"no","statement":true)",
     {"Nguyễn Minh An", "10/11/2026", "☒ Nữ", "☐ Nam", "Trần Thị Bình", "☒ Giấy chứng sinh"}},
    {"1.001612",
     "GIẤY ĐỀ NGHỊ ĐĂNG KÝ HỘ KINH DOANH",
     R"("founders":"person","business":{"name":"Hộ kinh doanh Minh Anh","lines":[{"name":"Bán lẻ","code":"4711"},{"name":"Ăn uống"}],"capital":50000000})",
     {"Hộ kinh doanh Minh Anh", "Bán lẻ", "4711", "Ăn uống", "50000000", "CHỦ HỘ KINH DOANH"}},
    {"1.004873",
     "TỜ KHAI CẤP GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN",
     R"("marital_status":"never","period":{"from":"2020-01-02","places":"Phường Kinh Bắc"},"purpose":"loan")",
     {"02/01/2020", "Phường Kinh Bắc"}},
    {"1.012783",
     "ĐƠN ĐĂNG KÝ BIẾN ĐỘNG ĐẤT ĐAI: CẤP ĐỔI GIẤY CHỨNG NHẬN",
     R"("parcel":{"parcel":"125","map":"17","area":90.5,"in_ward":true,"certificate":"CS 012345"},"reason":"damaged")",
     {"Mẫu số 18", "151/2025/NĐ-CP", "CS 012345", "90,5", "NGƯỜI VIẾT ĐƠN"}},
    {"1.013225",
     "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG",
     R"("investor":"person","land":{"parcel":"88"},"building":{"kind":"house","floors":3,"basement":false},"months":8)",
     {"Mẫu số 01", "175/2024/NĐ-CP", "88", "☒ Không"}},
    {"2.000815",
     "PHIẾU YÊU CẦU CHỨNG THỰC BẢN SAO",
     R"("documents":[{"name":"Bằng tốt nghiệp","pages":3,"copies":2}],"has_copies":true)",
     {"Bằng tốt nghiệp", "☒ Có"}},
    {"2.000908",
     "PHIẾU YÊU CẦU CẤP BẢN SAO TỪ SỔ GỐC",
     R"("relation":"self","original":{"name":"Học bạ","holder":"Nguyễn Thị Ánh","year":2008},"copies":1)",
     {"Học bạ", "2008"}},
    {"2.002913",
     "TỜ KHAI LIÊN THÔNG KHAI TỬ, XOÁ ĐĂNG KÝ THƯỜNG TRÚ, MAI TÁNG PHÍ",
     R"("relation":"spouse","deceased":{"full_name":"Trần Văn Bảy","sex":"male","death_date":"2026-11-18"},"allowance":{"kind":"none"})",
     {"Trần Văn Bảy", "63/2024/NĐ-CP"}},
    {"3.000347",
     "ĐƠN ĐỀ NGHỊ ĐỔI GIẤY PHÉP LÁI XE",
     R"("licence":{"number":"270123456789","class":"B1","issued_by":"Sở GTVT Bắc Ninh"},"reason":"expiring")",
     {"270123456789", "Sở GTVT Bắc Ninh", "12/2025/TT-BCA"}},
    {"3.000722",
     "TỜ KHAI LIÊN THÔNG KHAI SINH, THƯỜNG TRÚ, BẢO HIỂM Y TẾ CHO TRẺ DƯỚI 6 TUỔI",
     R"("relation":"father","child":{"full_name":"Nguyễn Minh An","birth_date":"2026-11-10"},"residence":{"wanted":true,"householder":"Nguyễn Văn Cả"},"insurance":{"wanted":false})",
     {"Nguyễn Minh An", "Nguyễn Văn Cả"}}};

class PrintedFormTest : public PagesTest {
protected:
    // The text of a PDF with one blank wherever lines or columns part its words.
    static std::string text_of(const std::string& pdf)
    {
        const auto text = text::extract(pdf, "application/pdf");
        EXPECT_TRUE(text) << pdf.substr(0, 200);
        std::string out;
        for (const char c : text ? *text : std::string()) {
            const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\f';
            if (!blank)
                out += c;
            else if (!out.ends_with(' '))
                out += ' ';
        }
        for (std::size_t at; (at = out.find("\u00A0")) != std::string::npos;) out.replace(at, 2, " ");
        return out;
    }
    std::string printed(const Actor& who, const std::string& uid)
    {
        return text_of(page(who, "/dossiers/" + uid + "/form.pdf"));
    }
    std::string looks() { return database.value("SELECT count(*) FROM dossier_looks WHERE reason = 'form'"); }

    // Three words: a longer text may go on on the next page.
    static std::string beginning(const std::string& words)
    {
        std::size_t end = 0;
        for (int i = 0; i < 3 && end != std::string::npos; ++i) end = words.find(' ', end + (i > 0 ? 1 : 0));
        return words.substr(0, end);
    }
    // A blank is missing or doubled between a box and its words in some readers.
    static bool shows(const std::string& text, const std::string& words)
    {
        if (says(text, words)) return true;
        std::string close = words;
        std::erase(close, ' ');
        std::string all = text;
        std::erase(all, ' ');
        return says(all, close);
    }
};

TEST_F(PrintedFormTest, EachOfTheTwelveIsPrintedAsItsOfficialForm)
{
    constexpr const char* kApplicant =
        R"("applicant":{"full_name":"Nguyễn Thị Ánh","identity_number":"027190001234","birth_date":"1990-05-06",)"
        R"("phone":"0912345678","residence":{"province":"24","commune":"09187","detail":"Số 5 đường Nguyễn Trãi"}})";
    int of_form = 0;
    for (const Declared& one : kTwelve) {
        Reception reception = a_reception(one.code);
        reception.answers = std::string("{") + kApplicant + "," + one.answers + "}";
        const auto done = receive(services, commune.desk, reception);
        ASSERT_TRUE(done) << one.code << " " << done.error().field << ": " << done.error().message;
        const http::Response response = get(commune.desk, "/dossiers/" + done->uid + "/form.pdf");
        ASSERT_TRUE(response.body.starts_with("%PDF-")) << one.code;
        EXPECT_EQ(looks(), std::to_string(++of_form)) << one.code << ": each is a look";
        const std::string text = text_of(response.body);
        for (const char* words :
             {"CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", one.heading, "Kính gửi: Uỷ ban nhân dân phường Kinh Bắc",
              "Nguyễn Thị Ánh", "027190001234", "06/05/1990", "Số 5 đường Nguyễn Trãi",
              "Bắc Ninh, ngày 20 tháng 11 năm 2026", "(Ký, ghi rõ họ, chữ đệm, tên)"})
            EXPECT_TRUE(shows(text, words)) << one.code << ": " << words << "\n" << text;
        for (const char* words : one.words)
            EXPECT_TRUE(shows(text, words)) << one.code << ": " << words << "\n" << text;
        EXPECT_TRUE(shows(text, "Mã hồ sơ: " + done->code)) << text;
        // Nothing that was asked is left out, answered or not.
        const VersionPtr version = [&] {
            db::Transaction tx = database.pool().begin(scope_of(commune.desk));
            return version_of(services, tx, reception.version);
        }();
        const auto schema = forms::read(version->ready.form);
        ASSERT_TRUE(schema);
        for (const forms::Block& block : forms::print(*schema, reception.answers, *lists)) {
            if (block.kind != forms::Block::Kind::row && block.kind != forms::Block::Kind::heading) continue;
            EXPECT_TRUE(shows(text, beginning(block.text))) << one.code << ": " << block.text << "\n" << text;
        }
    }
}

TEST_F(PrintedFormTest, WhoSeesTheDossierPrintsItsFormAndNobodyElse)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    EXPECT_EQ(get(other.desk, path + "/form.pdf").status, 404);
    EXPECT_EQ(get(other.leader, path + "/form.pdf").status, 404);
    EXPECT_EQ(get(commune.desk, "/dossiers/" + base::new_uid(clock->now()) + "/form.pdf").status, 404);
    EXPECT_EQ(looks(), "0");
    const std::string text = printed(commune.specialist, done.uid);
    EXPECT_TRUE(shows(text, "CẤP BẢN SAO TỪ SỔ GỐC"));
    EXPECT_TRUE(shows(text, "Nguyễn Thị Ánh")) << "nothing was declared, and its owner is known all the same";
    EXPECT_EQ(looks(), "1");
    // Right after the reception it is to be signed; later it stands among the papers.
    EXPECT_TRUE(says(page(commune.desk, path + "?done=received"), "In tờ khai để người nộp ký"));
    const std::string later = page(commune.desk, path);
    EXPECT_FALSE(says(later, "In tờ khai để người nộp ký"));
    EXPECT_TRUE(says(later, path + "/form.pdf"));
}

TEST_F(PrintedFormTest, WhatIsOnlyTypedIsPrintedAndNotKept)
{
    const Fields typed{{"key", base::new_uid(clock->now())},
                       {"procedure", version_uid("2.000908")},
                       {"questions_shown", version_uid("2.000908")},
                       {"applicant.full_name", "Đỗ Thị Mơ"},
                       {"applicant.identity_number", "123"},
                       {"relation", "heir"},
                       {"action", "print_form"}};
    const http::Response response = post(commune.desk, "/dossiers/new", typed);
    ASSERT_TRUE(response.body.starts_with("%PDF-"));
    const std::string text = text_of(response.body);
    EXPECT_TRUE(shows(text, "Đỗ Thị Mơ")) << text;
    EXPECT_FALSE(shows(text, "Số định danh cá nhân: 123")) << "what is wrong is written by hand";
    EXPECT_FALSE(shows(text, "Mã hồ sơ")) << "it is none yet";
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM citizens"), "0");
    EXPECT_EQ(post(commune.desk, "/dossiers/new", {{"action", "print_form"}}).status, 404);
}

}  // namespace
}  // namespace lt::dossiers
