// The application form of the reception a step a page, as a browser without a script goes through it.
#include "dossiers/reception_fixture_dbtest.h"
#include "dossiers/store.h"

namespace lt::dossiers {
namespace {

class ReceptionStepTest : public ReceptionPagesTest {
protected:
    // What the page of a step sends: what travels along, and what stands in its questions, with what was typed there.
    static Fields sent_from(const View& view, const std::map<std::string, std::string>& typed = {})
    {
        Fields out;
        for (const View& one : view.at("carried")) out.emplace_back(one.at("name"), one.at("value"));
        out.emplace_back("step", view.at("step"));
        std::map<std::string, std::string> all = typed_in(view);
        for (const auto& [name, value] : typed) all[name] = value;
        for (const auto& [name, value] : all) out.emplace_back(name, value);
        return out;
    }
    static std::vector<std::string> all_of(const Fields& fields, const std::string& name)
    {
        std::vector<std::string> out;
        for (const auto& [known, value] : fields)
            if (known == name) out.push_back(value);
        return out;
    }
    using One = std::vector<std::string>;
};

TEST_F(ReceptionStepTest, EachOfTheTwelveHasAPageForEachStepAndEachQuestionOnOneOfThem)
{
    std::vector<std::string> codes;
    for (const auto& entry :
         std::filesystem::directory_iterator(base::find_resources() / "data" / "procedures" / "forms"))
        codes.push_back(entry.path().stem());
    EXPECT_EQ(codes.size(), 12u);
    for (const std::string& code : codes) {
        const View whole = shown(commune.desk, beginning(code));
        std::map<std::string, int> seen;
        const std::size_t steps = whole.at("form").at("steps").size();
        ASSERT_GE(steps, 2u) << code;
        EXPECT_EQ(whole.at("has_steps"), true) << code;
        for (std::size_t step = 0; step < steps; ++step) {
            Fields fields = beginning(code);
            fields.emplace_back("step", std::to_string(step + 1));
            // The last one is where it stays, because much lacks there.
            const View view = step + 1 < steps ? shown(commune.desk, fields, "step_back") : [&] {
                fields.back().second = std::to_string(step);
                return shown(commune.desk, fields, "step_next", 422);
            }();
            EXPECT_EQ(view.at("form").at("steps").size(), 1u) << code;
            EXPECT_EQ(view.at("step"), std::to_string(step)) << code;
            EXPECT_TRUE(
                says(view.at("caption"), std::to_string(step + 1) + " trên " + std::to_string(steps)));
            for (const auto& [name, one] : questions(view)) ++seen[name];
        }
        for (const auto& [name, one] : questions(whole)) EXPECT_EQ(seen[name], 1) << code << " " << name;
    }
}

TEST_F(ReceptionStepTest, NothingIsLostOnTheWayThereAndBack)
{
    const std::string code = "1.001612";
    Fields fields = beginning(code);
    for (const auto& [name, value] :
         std::map<std::string, std::string>{{"questions_shown", version_uid(code)},
                                            {"owner_name", "Nguyễn Thị Ánh"},
                                            {"owner_phone", "0912345678"},
                                            {"dossier_note", "Gọi trước\nkhi trả"},
                                            {"agent", "1"},
                                            {"agent_name", "Lê Văn Hai"},
                                            {"originals_0", "1"},
                                            {"upload_scan_0", "quet"},
                                            {"upload_scan", "khac"},
                                            {"tax_method", "declared"},
                                            {"applicant.full_name", "Nguyễn Thị Ánh"}})
        fields.emplace_back(name, value);
    const View whole = shown(commune.desk, fields);
    for (std::size_t no = 0; no < whole.at("papers").size(); ++no)
        fields.emplace_back("paper_" + std::to_string(no), whole.at("papers")[no].at("key"));
    View view = shown(commune.desk, fields, "steps");
    EXPECT_EQ(view.at("title"), "Chủ hộ kinh doanh");
    EXPECT_EQ(question(view, "applicant.full_name").value, "Nguyễn Thị Ánh");
    EXPECT_EQ(question(view, "tax_method").value, "no such question") << "of another step";

    // This step alone is judged, and what was typed stays.
    view = shown(commune.desk, sent_from(view, {{"applicant.identity_number", "12"}}), "step_next", 422);
    EXPECT_EQ(view.at("step"), "0");
    EXPECT_EQ(question(view, "applicant.identity_number").value, "12");
    EXPECT_FALSE(says(view.at("errors").dump(), "tax_method"));
    view = shown(commune.desk,
                 sent_from(view, {{"applicant.identity_number", kNumber},
                                  {"applicant.phone", "0912345678"},
                                  {"applicant.residence.province", "24"},
                                  {"applicant.residence.commune", "09187"},
                                  {"applicant.residence.detail", "Số 5"},
                                  {"founders", "person"},
                                  {"authorised", "self"}}),
                 "step_next");
    EXPECT_EQ(view.at("title"), "Hộ kinh doanh");
    // A row more comes by a button, and judges nothing.
    const std::map<std::string, std::string> business{{"business.name", "Hộ kinh doanh Minh Anh"},
                                                      {"business.address.province", "24"},
                                                      {"business.address.commune", "09187"},
                                                      {"business.address.detail", "Số 7"},
                                                      {"business.phone", "0912345678"},
                                                      {"business.lines", "0"},
                                                      {"business.lines.0.name", "Bán lẻ"},
                                                      {"business.capital", "50000000"},
                                                      {"business.workers", "2"},
                                                      {"_add", "business.lines"}};
    view = shown(commune.desk, sent_from(view, business), "");
    EXPECT_EQ(view.at("step"), "1");
    EXPECT_EQ(question(view, "business.lines.0.name").value, "Bán lẻ");
    EXPECT_EQ(question(view, "business.lines.1.name").value, "") << "the row that was added";
    const std::map<std::string, std::string> more{
        {"business.lines", "0"}, {"business.lines.1.name", "Ăn uống"}, {"business.starts_on", "01/12/2026"}};
    // Back judges nothing either, and loses nothing.
    view = shown(commune.desk, sent_from(view, more), "step_back");
    EXPECT_EQ(view.at("title"), "Chủ hộ kinh doanh");
    EXPECT_EQ(question(view, "applicant.residence.commune").value, "09187");
    EXPECT_EQ(question(view, "founders").value, "person");
    view = shown(commune.desk, sent_from(view), "step_next");
    EXPECT_EQ(question(view, "business.lines.1.name").value, "Ăn uống");
    EXPECT_EQ(question(view, "business.starts_on").value, "01/12/2026");
    view = shown(commune.desk, sent_from(view), "step_leave");

    // On the one screen all is there again.
    EXPECT_EQ(question(view, "business.name").value, "Hộ kinh doanh Minh Anh");
    EXPECT_EQ(question(view, "tax_method").value, "declared");
    EXPECT_EQ(text_in(view.at("fields").at("dossier_note"), "value"), "Gọi trước\nkhi trả");
    EXPECT_EQ(text_in(view.at("fields").at("agent_name"), "value"), "Lê Văn Hai");
    EXPECT_EQ(text_in(view.at("fields").at("originals_0"), "value"), "1");
    EXPECT_EQ(view.at("fields").at("scan_0").at("uploads").size(), 1u);
    EXPECT_EQ(view.at("fields").at("scan").at("uploads").size(), 1u);
    EXPECT_EQ(view.at("key"), fields[0].second);
}

TEST_F(ReceptionStepTest, FieldsThatTravelAreThoseThatWereSentOnce)
{
    Fields fields = beginning("1.001193");
    for (const auto& [name, value] :
         Fields{{"questions_shown", version_uid("1.001193")}, {"lap", "a"}, {"lap", "b"}, {"_csrf", "x"}})
        fields.emplace_back(name, value);
    const View first = shown(commune.desk, fields, "steps");
    const Fields sent = sent_from(shown(commune.desk, sent_from(first), "step_next", 422));
    EXPECT_EQ(all_of(sent, "lap"), (One{"a", "b"}));
    EXPECT_EQ(all_of(sent, "procedure"), One{version_uid("1.001193")});
    EXPECT_EQ(all_of(sent, "filled").size(), 1u);
    EXPECT_EQ(all_of(sent, "step"), One{"0"});
    EXPECT_TRUE(all_of(sent, "_csrf").empty());
    EXPECT_TRUE(all_of(sent, "action").empty());
    // The page itself has them hidden, and works without a script.
    fields.emplace_back("action", "steps");
    const std::string page = post(commune.desk, "/dossiers/new", fields).body;
    EXPECT_TRUE(says(page, "<input type=\"hidden\" name=\"lap\" value=\"b\">"));
    EXPECT_TRUE(says(page, "name=\"action\" value=\"step_next\">Tiếp tục</button>"));
    EXPECT_FALSE(says(page, "name=\"child.full_name\""));
    // No step of a procedure that there is none of: the reception as it was.
    EXPECT_TRUE(says(post(commune.desk, "/dossiers/new", {{"step", "99"}, {"action", "step_next"}}).body,
                     "Tìm thủ tục"));
}

}  // namespace
}  // namespace lt::dossiers
