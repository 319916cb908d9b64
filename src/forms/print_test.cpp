#include "forms/print.h"

#include "forms/forms_testing.h"

namespace lt::forms {
namespace {

using testing::form;
using testing::sample;

std::string printed(const Schema& schema, const std::string& answers)
{
    std::string out;
    for (const Block& block : print(schema, answers, testing::lists())) {
        switch (block.kind) {
        case Block::Kind::title: out += "= " + block.text; break;
        case Block::Kind::addressee: out += "> " + block.text; break;
        case Block::Kind::heading:
            out += std::string(static_cast<std::size_t>(block.level), '#') + " " + block.text;
            break;
        case Block::Kind::row: out += block.text + ": " + block.value; break;
        case Block::Kind::paragraph: out += "- " + block.text; break;
        case Block::Kind::signatures:
            for (const Signature& one : block.signatures)
                out += "[" + one.title + " " + one.note + " " + one.name + "]";
            break;
        }
        out += "\n";
    }
    return out;
}

TEST(Print, TheBirthForm)
{
    const std::string text = printed(form(sample("birth.json")),
                                     R"({"child":{"full_name":"Nguyễn Minh An","birth_date":"2026-11-20",
        "sex":"female","people":"1","nationality":"Việt Nam","birth_place":"facility","facility":"Bệnh viện Sản Nhi",
        "home":{"province":"24","commune":"09169"}},"mother":{"full_name":"Trần Thị Bình"},"father_known":false,
        "relation":"mother","applicant":{"full_name":"Trần Thị Bình"},"wants_copies":true,"copies":3,"pledge":true})");
    EXPECT_EQ(text.substr(0, text.find("# Người yêu cầu")),
              "= TỜ KHAI ĐĂNG KÝ KHAI SINH\n"
              "> Kính gửi: Uỷ ban nhân dân xã, phường, đặc khu nơi cư trú\n"
              "# Trẻ được khai sinh\n"
              "Họ, chữ đệm, tên: Nguyễn Minh An\n"
              "Ngày, tháng, năm sinh: 20/11/2026\n"
              "Giới tính: Nữ\n"
              "Dân tộc: Kinh\n"
              "Quốc tịch: Việt Nam\n"
              "Sinh ra ở đâu: Cơ sở y tế\n"
              "Tên cơ sở y tế: Bệnh viện Sản Nhi\n"
              "Quê quán: Phường Vũ Ninh, Tỉnh Bắc Ninh\n"
              "# Cha và mẹ\n"
              "## Mẹ\n"
              "Họ, chữ đệm, tên: Trần Thị Bình\n"
              "Ngày, tháng, năm sinh: \n"
              "Số định danh cá nhân: \n"
              "Dân tộc: \n"
              "Quốc tịch: \n"
              "Nơi cư trú: \n"
              "Giấy khai sinh có ghi cha: Không\n");
    EXPECT_NE(text.find("Số bản sao: 3\n- Tôi cam đoan"), std::string::npos) << text;
    EXPECT_NE(text.find("[Người yêu cầu (Ký, ghi rõ họ, chữ đệm, tên) Trần Thị Bình]\n"), std::string::npos)
        << text;
}

TEST(Print, TellsWhichRowsHadToBeAnswered)
{
    const Schema birth = form(sample("birth.json"));
    const auto needed = [&](const std::string& answers, const std::string& title) {
        std::string out;
        for (const Block& block : print(birth, answers, testing::lists()))
            if (block.kind == Block::Kind::row && block.text == title) out += block.needed ? '1' : '0';
        return out;
    };
    EXPECT_EQ(needed("{}", "Giấy khai sinh có ghi cha"), "1");
    EXPECT_EQ(needed(R"({"father_known":true})", "Cha và mẹ đã đăng ký kết hôn"), "1");
    EXPECT_EQ(needed(R"({"father_known":false})", "Cha và mẹ đã đăng ký kết hôn"), "");
    // Of the mother, and of the applicant.
    EXPECT_EQ(needed("{}", "Số định danh cá nhân"), "01");
}

TEST(Print, FewAnswersAreBoxesToTick)
{
    const Schema birth = form(sample("birth.json"));
    const auto boxes = [&](const std::string& answers, const std::string& title) {
        std::string out;
        for (const Block& block : print(birth, answers, testing::lists()))
            if (block.kind == Block::Kind::row && block.text == title)
                for (const Block::Box& box : block.boxes) out += (box.chosen ? "[x]" : "[ ]") + box.label;
        return out;
    };
    EXPECT_EQ(boxes(R"({"child":{"sex":"female"}})", "Giới tính"), "[ ]Nam[x]Nữ");
    EXPECT_EQ(boxes("{}", "Giới tính"), "[ ]Nam[ ]Nữ");
    EXPECT_EQ(boxes(R"({"father_known":false})", "Giấy khai sinh có ghi cha"), "[ ]Có[x]Không");
    EXPECT_EQ(boxes("{}", "Dân tộc"), "") << "a long list is a line to write on";
}

TEST(Print, SaysAStatementOnce)
{
    const Schema schema = form(R"({"title":"T","properties":{
        "same":{"type":"boolean","title":"Tôi cam đoan","const":true},
        "other":{"type":"boolean","title":"Tôi đồng ý","const":true}},
        "x-print":{"form":"Mẫu số 18","basis":"Nghị định số 151/2025/NĐ-CP","closing":["Tôi cam đoan."]}})");
    EXPECT_EQ(printed(schema, R"({"same":true,"other":true})"), "= T\n- Tôi đồng ý\n- Tôi cam đoan.\n");
    EXPECT_EQ(schema.printed().form, "Mẫu số 18");
    EXPECT_EQ(schema.printed().basis, "Nghị định số 151/2025/NĐ-CP");
}

TEST(Print, RowsAndAnEmptyForm)
{
    const Schema household = form(sample("household.json"));
    const std::string text = printed(
        household,
        R"({"members":[{"full_name":"Lê An"},{"full_name":"Lê Ba","student":true,"level":"Đại học","school":"Luật"}]})");
    EXPECT_NE(text.find("## Người cùng chuyển\n### Người 1\nHọ, chữ đệm, tên: Lê An\n"), std::string::npos)
        << text;
    EXPECT_NE(text.find("### Người 2\n"), std::string::npos);
    EXPECT_NE(text.find("Đang đi học: Có\nCấp học: Đại học\nTrường: Luật\n"), std::string::npos) << text;
    EXPECT_EQ(printed(household, "{}"), printed(household, "no json"));
}

}  // namespace
}  // namespace lt::forms
