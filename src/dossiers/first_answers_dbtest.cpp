// The reception's form is filled from what is known of the owner: his record, his earlier dossier here, and behind his consent his vault.
#include "dossiers/consent/consent.h"
#include "dossiers/reception_fixture_dbtest.h"
#include "vault/api.h"

namespace lt::dossiers {
namespace {

class FirstAnswersTest : public ReceptionPagesTest {
protected:
    // What a browser sends back of a page, with what was changed on it.
    Fields sent_back(const View& view, const std::string& code,
                     const std::map<std::string, std::string>& changed)
    {
        Fields out{{"key", view.at("key")},
                   {"procedure", version_uid(code)},
                   {"questions_shown", version_uid(code)}};
        std::map<std::string, std::string> all = typed_in(view);
        for (const char* name : {"owner_number", "owner_name", "owner_address"})
            all[name] = text_in(view.at("fields").at(name), "value");
        all["owner_kind"] = "person";
        all["filled"] = view.at("filled");
        for (const auto& [name, value] : changed) all[name] = value;
        for (const auto& [name, value] : all) out.emplace_back(name, value);
        return out;
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }

    // An earlier dossier, lodged by another system that knows in which commune the owner lives.
    Received earlier(const std::string& code, const std::string& answers)
    {
        Reception reception = a_reception(code);
        reception.owner.commune = "09187";
        reception.answers = answers;
        return received(reception);
    }
    // A confirmed, signed licence in the vault of the owner of `dossier`.
    std::string kept_licence(const std::string& dossier)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const blob::Blob blob = blobs.put("%PDF-1.4 licence");
        blob::remember(tx, blob);
        const auto kept = vault::keep(tx,
                                      {.uid = base::new_uid(clock->now()),
                                       .dossier = dossier,
                                       .paper = {.code = "KQ.G01.000185",
                                                 .name = "Giấy phép lái xe",
                                                 .number = "270199887766",
                                                 .issuer = "Công an tỉnh Bắc Ninh",
                                                 .issued_on = std::chrono::year(2025) / 6 / 5,
                                                 .valid_to = std::chrono::year(2035) / 6 / 5},
                                       .file_name = "gplx.pdf",
                                       .blob = blob,
                                       .signature = "signed"},
                                      clock->now());
        EXPECT_TRUE(kept);
        tx.commit();
        return kept ? kept->uid : "";
    }
    // The citizen signs the slip for this form.
    void agrees(const std::string& form)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        const auto asked = consent::ask(tx, commune.desk,
                                        {.form = form,
                                         .owner = {.number = kNumber, .name = "Nguyễn Thị Ánh"},
                                         .purpose = "3.000347",
                                         .purpose_name = "Đổi giấy phép lái xe",
                                         .papers = {"Giấy phép lái xe"},
                                         .types = {"KQ.G01.000185"}},
                                        consent::By::slip, clock->now());
        ASSERT_TRUE(asked) << asked.error().message;
        EXPECT_TRUE(consent::print_slip(services, tx, *consent::find(tx, *asked)).starts_with("%PDF"));
        ASSERT_TRUE(consent::take_slip(tx, commune.desk, *asked, clock->now()));
        tx.commit();
    }
};

TEST_F(FirstAnswersTest, FromTheRecordAndTheNewestEarlierDossierOfTheAgency)
{
    earlier("2.000908", R"({"applicant":{"email":"cu@example.vn"},"original":{"name":"Học bạ"}})");
    const Received newest =
        earlier("2.000908", R"({"applicant":{"identity_number":"027190001234","email":"anh@example.vn"},)"
                            R"("original":{"name":"Bằng tốt nghiệp","year":2008}})");
    const View view = shown(commune.desk, beginning("1.001193"));
    EXPECT_EQ(question(view, "applicant.full_name").value, "Nguyễn Thị Ánh");
    EXPECT_TRUE(says(question(view, "applicant.full_name").hint, "thông tin chủ hồ sơ, hãy kiểm tra"));
    EXPECT_EQ(question(view, "applicant.birth_date").value, "06/05/1990");
    EXPECT_EQ(question(view, "applicant.residence.province").value, "24");
    EXPECT_EQ(question(view, "applicant.residence.commune").value, "09187");
    EXPECT_EQ(question(view, "applicant.residence.detail").value, "Số 5 đường Nguyễn Trãi");
    EXPECT_EQ(question(view, "applicant.email").value, "anh@example.vn");
    EXPECT_TRUE(says(question(view, "applicant.email").hint, "hồ sơ trước " + newest.code));
    EXPECT_EQ(question(view, "child.full_name").value, "") << "nobody knows the child";
    EXPECT_EQ(question(view, "child.full_name").hint, "");
    EXPECT_TRUE(says(view["charges_unclear"], "vì tờ khai chưa đủ"));
    EXPECT_EQ(view["has_earlier"], true);
    EXPECT_EQ(count("dossier_looks WHERE reason = 'reception'"), "1");

    // What was typed stays, what was cleared is not filled again, and a hint goes with its answer.
    const View again = shown(commune.desk, sent_back(view, "1.001193",
                                                     {{"applicant.full_name", "Nguyễn Thị Ánh Nguyệt"},
                                                      {"applicant.email", ""},
                                                      {"relation", "mother"}}));
    EXPECT_EQ(question(again, "applicant.full_name").value, "Nguyễn Thị Ánh Nguyệt");
    EXPECT_EQ(question(again, "applicant.full_name").hint, "");
    EXPECT_EQ(question(again, "applicant.email").value, "");
    EXPECT_TRUE(says(question(again, "applicant.phone").hint, "hãy kiểm tra"));
    EXPECT_EQ(count("dossier_looks WHERE reason = 'reception'"), "1") << "looked once";

    // Another owner: what nobody has changed goes with the one before.
    const View other_owner =
        shown(commune.desk, sent_back(again, "1.001193",
                                      {{"owner_number", "027085004321"}, {"owner_name", "Trần Văn Bình"}}));
    EXPECT_EQ(question(other_owner, "applicant.full_name").value, "Nguyễn Thị Ánh Nguyệt") << "typed";
    EXPECT_EQ(question(other_owner, "applicant.identity_number").value, "027085004321");
    EXPECT_EQ(question(other_owner, "applicant.birth_date").value, "");
    EXPECT_EQ(question(other_owner, "relation").value, "mother");

    // Of the same form, more fits.
    const View same = shown(commune.desk, beginning("2.000908"));
    EXPECT_EQ(question(same, "original.name").value, "Bằng tốt nghiệp");
    EXPECT_EQ(question(same, "original.year").value, "2008");
    EXPECT_EQ(question(same, "purpose").value, "") << "asked anew each time";
    // However the number is typed.
    EXPECT_EQ(shown(commune.desk, beginning("2.000908", "0271 9000.1234"))["citizen_known"], true);
}

TEST_F(FirstAnswersTest, AnotherAgencyFillsNothingFromDossiersThatAreNotItsOwn)
{
    const Received done =
        earlier("2.000908", R"({"applicant":{"identity_number":"027190001234","email":"anh@example.vn"}})");
    const View view = shown(other.desk, beginning("1.001193"));
    EXPECT_EQ(question(view, "applicant.full_name").value, "Nguyễn Thị Ánh") << "the province knows him";
    EXPECT_EQ(question(view, "applicant.email").value, "");
    EXPECT_FALSE(says(view.dump(), done.code));
    EXPECT_FALSE(says(view.dump(), "anh@example.vn"));
    EXPECT_EQ(count("dossier_looks WHERE agency_id = 3"), "0");
    // Nor can a page bring back marks that open anything.
    const View forged =
        shown(other.desk, sent_back(view, "1.001193",
                                    {{"filled", R"({"earlier":")" + done.code + R"(","values":[1,{}]})"}}));
    EXPECT_FALSE(says(forged.dump(), "anh@example.vn"));
    EXPECT_EQ(question(forged, "applicant.full_name").value, "Nguyễn Thị Ánh");
}

TEST_F(FirstAnswersTest, TheFormTellsWhereTheOwnerLives)
{
    const auto receive_by_form = [&](const std::string& number, const std::string& of) {
        Fields fields = beginning("2.000908", number);
        for (const auto& [name, value] :
             std::map<std::string, std::string>{{"owner_name", "Nguyễn Thị Ánh"},
                                                {"dossier_way", "counter"},
                                                {"delivery", "desk"},
                                                {"incomplete_anyway", "1"},
                                                {"applicant.full_name", "Ai đó"},
                                                {"applicant.identity_number", of},
                                                {"applicant.phone", "0912345678"},
                                                {"applicant.residence.province", "24"},
                                                {"applicant.residence.commune", "09187"},
                                                {"relation", "self"},
                                                {"original.name", "Học bạ"},
                                                {"original.holder", "Nguyễn Thị Ánh"},
                                                {"copies", "1"}})
            fields.emplace_back(name, value);
        std::size_t no = 0;
        for (const View whole = shown(commune.desk, fields); const View& paper : whole["papers"])
            fields.emplace_back("paper_" + std::to_string(no++), paper["key"]);
        fields.emplace_back("action", "receive");
        const auto response = post(commune.desk, "/dossiers/new", fields);
        EXPECT_TRUE(location(response).starts_with("/dossiers/")) << response.body.substr(0, 3000);
        return database.value("SELECT commune FROM citizens WHERE number = '" + number + "'");
    };
    EXPECT_EQ(receive_by_form("027190001234", "027190001234"), "09187");
    EXPECT_EQ(receive_by_form("027085004321", "027190001234"), "") << "it is somebody else's form";
}

TEST_F(FirstAnswersTest, FromTheVaultOnlyBehindTheCitizensConsent)
{
    const Received before =
        earlier("3.000347", R"({"licence":{"number":"CU 123456","class":"B1","issued_by":"Sở GTVT"}})");
    const std::string item = kept_licence(before.uid);
    View view = shown(commune.desk, beginning("3.000347"));
    EXPECT_EQ(question(view, "licence.number").value, "CU 123456");
    EXPECT_EQ(question(view, "licence.issued_on").value, "");
    EXPECT_FALSE(says(view.dump(), "270199887766"));
    EXPECT_EQ(count("vault_looks"), "0");

    agrees(view["key"]);
    view = shown(commune.desk, sent_back(view, "3.000347", {{"licence.issued_by", "Gõ tay"}}));
    EXPECT_EQ(question(view, "licence.number").value, "270199887766") << "the licence itself knows better";
    EXPECT_TRUE(says(question(view, "licence.number").hint, "kho dữ liệu, hãy kiểm tra"));
    EXPECT_EQ(question(view, "licence.issued_on").value, "05/06/2025");
    EXPECT_EQ(question(view, "licence.expires_on").value, "05/06/2035");
    EXPECT_EQ(question(view, "licence.class").value, "B1");
    EXPECT_EQ(question(view, "licence.issued_by").value, "Gõ tay") << "typed stays";
    EXPECT_EQ(database.value("SELECT subject FROM audit_events WHERE action = 'vault.fields_used'"), item);
    view = shown(commune.desk, sent_back(view, "3.000347", {}));
    EXPECT_EQ(question(view, "licence.number").value, "270199887766");
    EXPECT_EQ(count("audit_events WHERE action = 'vault.fields_used'"), "1") << "used once";

    // Another form of the same citizen has no consent; without one nothing stays.
    EXPECT_FALSE(says(shown(commune.desk, beginning("3.000347")).dump(), "270199887766"));
    const View withdrawn = shown(commune.desk, sent_back(view, "3.000347", {}), "consent_withdraw");
    EXPECT_EQ(question(withdrawn, "licence.number").value, "");
    EXPECT_EQ(question(withdrawn, "licence.issued_by").value, "Gõ tay");
    EXPECT_FALSE(says(withdrawn.dump(), "270199887766"));
}

}  // namespace
}  // namespace lt::dossiers
