// The templates of the release: whole, drawn, and ready to be numbered and signed.
#include <fstream>
#include <set>

#include <gtest/gtest.h>
#include <toml++/toml.h>
#include <unistd.h>

#include "dossiers/results/template.h"
#include "kit/base/config.h"
#include "kit/pdf/places.h"

namespace lt::dossiers {
namespace {

slips::ResultPaper paper_of(const ResultTemplate& form, const std::string& notation)
{
    FieldValues values;
    for (const ResultField& field : form.fields) values[field.name] = "Nguyễn Thị Ánh";
    return {.office = {.name = "UỶ BAN NHÂN DÂN\nPHƯỜNG KINH BẮC",
                       .spoken = "UBND phường Kinh Bắc",
                       .place = "Bắc Ninh"},
            .form = form.form,
            .title = form.title,
            .heading = form.heading,
            .behind_number = behind_number(notation, 2026),
            .year = 2026,
            .lines = lines_of(form, values, {{"dossier_code", "H05.1-261120-0001"}}),
            .recipients = form.recipients,
            .signer = {.title = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH", .name = "Nguyễn Văn Đức"},
            .code = "H05.1-261120-0001",
            .look_up = "https://lienthong.example.vn/tra-cuu/H05.1-261120-0001",
            .at = *base::parse_vietnam_time("20/11/2026 09:42")};
}

TEST(ResultTemplates, EveryResultThatIsSignedHereHasOneAndEachCanBeSigned)
{
    std::set<std::string> drawn;
    for (const auto& entry :
         std::filesystem::directory_iterator(base::find_resources() / "data" / "procedures")) {
        if (entry.path().extension() != ".toml") continue;
        const toml::table procedure = toml::parse_file(entry.path().string());
        for (const toml::node& node : *procedure["result"].as_array()) {
            const toml::table& result = *node.as_table();
            const std::string code = result["code"].value_or(std::string());
            if (!result["signed"].value_or(true)) continue;
            const ResultTemplate* form = template_of(code, std::chrono::year{2026} / 11 / 20);
            ASSERT_TRUE(form) << code << " of " << entry.path();
            if (!drawn.insert(code).second) continue;
            const std::string bytes =
                slips::result_pdf(paper_of(*form, result["notation"].value_or(std::string())));
            const auto file = pdf::File::open(bytes);
            ASSERT_TRUE(file) << code;
            const auto places = pdf::find_places(
                *file, {.name = "Nguyễn Văn Đức", .titles = {"KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"}});
            ASSERT_TRUE(places) << code;
            ASSERT_TRUE(places->number && places->day && places->month) << code;
            EXPECT_NE(places->number->certainty, pdf::Certainty::assumed) << code;
            EXPECT_NE(places->day->certainty, pdf::Certainty::assumed) << code;
            EXPECT_EQ(places->written.year, 2026) << code;
            EXPECT_NE(places->leader.certainty, pdf::Certainty::assumed) << code;
        }
    }
    EXPECT_EQ(drawn.size(), shipped_templates().size()) << "a template is of no result";
}

TEST(ResultTemplates, LinesNameOnlyWhatThereIsAndFieldsHaveOneNameEach)
{
    const std::set<std::string, std::less<>> facts{"authority", "dossier_code", "agency", "received_on"};
    for (const ResultTemplate& form : shipped_templates()) {
        std::set<std::string, std::less<>> names;
        for (const ResultField& field : form.fields)
            EXPECT_TRUE(names.insert(field.name).second) << form.code << " " << field.name;
        for (const std::string& line : form.lines)
            for (std::size_t at = line.find('{'); at != line.npos; at = line.find('{', at + 1)) {
                const std::string name = line.substr(at + 1, line.find('}', at) - at - 1);
                EXPECT_TRUE(names.contains(name) || facts.contains(name)) << form.code << " " << name;
            }
    }
}

TEST(ResultTemplates, ADossierHasTheOneOfTheDayWhenItWasLodged)
{
    using std::chrono::year;
    const auto file =
        std::filesystem::temp_directory_path() / ("template_" + std::to_string(::getpid()) + ".toml");
    std::ofstream(file)
        << "[[result]]\ncode = \"A\"\ntitle = \"Mới\"\nfrom = 2027-03-01\nlines = [\"x\"]\n"
           "[[result]]\ncode = \"A\"\ntitle = \"Cũ\"\nlines = [\"x\"]\n"
           "[[result]]\ncode = \"B\"\ntitle = \"Từ nay\"\nfrom = 2027-03-01\nlines = [\"x\"]\n";
    const auto all = read_templates(file);
    const auto title = [&](const char* code, base::Day lodged) {
        const ResultTemplate* form = template_of(all, code, lodged);
        return form == nullptr ? std::string("none") : form->title;
    };
    EXPECT_EQ(title("A", year{2027} / 2 / 28), "Cũ");
    EXPECT_EQ(title("A", year{2027} / 3 / 1), "Mới");
    EXPECT_EQ(title("B", year{2027} / 2 / 28), "none");
    EXPECT_EQ(title("B", year{2028} / 1 / 1), "Từ nay");
    EXPECT_EQ(title("C", year{2028} / 1 / 1), "none");
    std::ofstream(file) << "[[result]]\ncode = \"A\"\ntitle = \"Mới\"\nfrom = \"nay\"\nlines = [\"x\"]\n";
    EXPECT_THROW(read_templates(file), std::runtime_error);
    std::filesystem::remove(file);
}

TEST(ResultTemplates, BlanksAreFilledInAndEmptyFieldsLeftOut)
{
    const ResultTemplate form{
        .lines = {"!Cho {name}, hồ sơ {code}:", "{name}", "{note}", "dấu { lẻ", "_Căn cứ {code};"},
        .fields = {{.name = "name", .label = "Họ tên"},
                   {.name = "note", .label = "Ghi chú", .required = false}}};
    const auto lines = lines_of(form, {{"name", "An"}, {"note", ""}}, {{"code", "H05"}});
    ASSERT_EQ(lines.size(), 4u);
    EXPECT_EQ(std::get<slips::ResultText>(lines[0]).text, "Cho An, hồ sơ H05:");
    EXPECT_TRUE(std::get<slips::ResultText>(lines[0]).bold);
    EXPECT_EQ(std::get<slips::ResultFact>(lines[1]).label, "Họ tên");
    EXPECT_EQ(std::get<slips::ResultText>(lines[2]).text, "dấu { lẻ");
    EXPECT_EQ(std::get<slips::ResultText>(lines[3]).text, "Căn cứ H05;");
    EXPECT_TRUE(std::get<slips::ResultText>(lines[3]).italic);
    const auto wrong = check_values(form, {{"name", " "}});
    ASSERT_EQ(wrong.size(), 1u);
    EXPECT_EQ(wrong.front().first, "field_name");
    const FieldValues many{{"a", "“b”"}, {"c", ""}, {"d", "một giá trị dài hơn mười lăm byte"}};
    EXPECT_EQ(values_from_json(values_to_json(many)), many);
}

}  // namespace
}  // namespace lt::dossiers
