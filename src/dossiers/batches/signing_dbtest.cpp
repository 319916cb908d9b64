// Hand-overs are signed by both sides; what was chosen in a work list goes into a batch.
#include "dossiers/batches/batches_fixture_dbtest.h"
#include "kit/pdf/sign.h"
#include "signing/sign.h"

namespace lt::dossiers::batches {
namespace {

using BatchSigningTest = BatchesTest;

constexpr const char* kNew = "/dossiers/batches/new";
constexpr const char* kValid = "Signature is Valid";

TEST_F(BatchSigningTest, BothSidesSignAndNothingIsLostByAWrongPin)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    EXPECT_TRUE(says(get(commune.desk, kNew).body, "Bạn chưa có chứng thư số dùng được ở đây"));
    const std::string desk_key = key_of(commune.desk);
    const std::string specialist_key = key_of(commune.specialist);
    EXPECT_TRUE(says(get(commune.desk, kNew).body, "Ký số và bàn giao"));

    // No PIN, a wrong one, somebody else's key: told at the field, and nothing was given.
    Fields form = form_with({first.uid, second.uid}, "sign");
    const auto sent = [&](const std::string& key, const std::string& pin) {
        Fields fields = form;
        fields.insert(fields.end(), {{"key", key}, {"pin", pin}});
        return post(commune.desk, kNew, fields);
    };
    for (const auto& [key, pin, field] : {std::array<std::string, 3>{desk_key, "", "pin"},
                                          {desk_key, "sai", "pin"},
                                          {specialist_key, "mật khẩu", "key"},
                                          {"", "mật khẩu", "key"}}) {
        const auto refused = sent(key, pin);
        EXPECT_EQ(refused.status, 422);
        EXPECT_TRUE(says(refused.body, "id=\"" + field + "-error\"")) << key << pin;
        for (const std::string& uid : {first.uid, second.uid})
            EXPECT_TRUE(says(refused.body, "value=\"" + uid + "\" checked"));
        EXPECT_FALSE(says(refused.body, "value=\"mật khẩu\""));
    }
    EXPECT_EQ(count("hand_over_batches"), "0");
    EXPECT_EQ(count("dossier_series WHERE book LIKE 'batch_%'"), "0");

    // Enter behind the PIN signs.
    for (auto& [name, value] : form)
        if (name == "action") value = "enter";
    const std::string to = location(sent(desk_key, "mật khẩu"));
    ASSERT_TRUE(to.ends_with("?done=given")) << to;
    const std::string path = to.substr(0, to.find('?'));
    const std::string slip = content(get(commune.desk, path + "/slip"));
    const std::string judged = said("pdfsig -nocert", slip);
    EXPECT_TRUE(says(judged, kValid)) << judged;
    EXPECT_TRUE(says(judged, "ETSI.CAdES.detached")) << judged;
    EXPECT_TRUE(says(judged, "Total document signed")) << judged;
    EXPECT_TRUE(says(judged, commune.desk.name)) << judged;
    EXPECT_FALSE(says(said("pdftotext -raw", slip, "-"), "không ký số"));
    EXPECT_TRUE(says(get(commune.desk, path).body, "Đã ký số, chứng thư của " + commune.desk.name));
    const auto download = get(commune.desk, path + "/slip?download");
    EXPECT_TRUE(std::ranges::any_of(download.headers,
                                    [](const auto& one) { return says(one.second, "attachment"); }));
    EXPECT_EQ(get(commune.desk, path + "/record").status, 404) << "nobody has taken it yet";
    EXPECT_EQ(get(other.desk, path + "/slip").status, 404);

    // The receiver: a remark is missing, so no PIN is tried; then a wrong one; then it is signed.
    const std::string receipt = path + "/receipt";
    Fields taken{
        {"action", "sign"}, {"key", specialist_key}, {"pin", "sai"}, {"take", "1"}, {"remark_1", "Đủ"}};
    Fields bare = taken;
    bare.emplace_back("remark_2", "");
    EXPECT_TRUE(says(post(commune.specialist, receipt, bare).body, "Dòng 2 không nhận"));
    EXPECT_EQ(count("signing_key_failures"), "1") << "the desk's";
    taken.emplace_back("remark_2", "Thiếu tờ khai");
    const auto wrong = post(commune.specialist, receipt, taken);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(says(wrong.body, "id=\"pin-error\""));
    EXPECT_TRUE(says(wrong.body, "value=\"Đủ\"") && says(wrong.body, "value=\"Thiếu tờ khai\""));
    EXPECT_EQ(count("hand_over_batches WHERE state = 'given' AND sha256 IS NULL"), "1");
    for (auto& [name, value] : taken)
        if (name == "pin") value = "mật khẩu";
    EXPECT_EQ(location(post(commune.specialist, receipt, taken)), path + "?done=received");
    const std::string record = content(get(commune.desk, path + "/record"));
    const std::string verdict = said("pdfsig -nocert", record);
    EXPECT_TRUE(says(verdict, kValid) && says(verdict, commune.specialist.name)) << verdict;
    const std::string text = said("pdftotext -raw", record, "-");
    for (const std::string& part : {std::string("Không nhận"), std::string("Đã ký số phiếu bàn giao"),
                                    database.value("SELECT slip_sha256 FROM hand_over_batches")})
        EXPECT_TRUE(says(text, part)) << part << text;
    EXPECT_FALSE(says(text, "không ký số")) << text;
    EXPECT_TRUE(says(get(commune.desk, path).body, "Đã ký số, chứng thư của " + commune.specialist.name));
    EXPECT_EQ(content(get(commune.desk, path + "/slip")), slip) << "what the giver signed stays";
    EXPECT_EQ(count("audit_events WHERE action LIKE 'batch.%' AND detail::text LIKE '%" +
                    commune.specialist.name + "%'"),
              "1");
    EXPECT_EQ(post(commune.specialist, receipt, taken).status, 409);
}

TEST_F(BatchSigningTest, ASignatureThatDoesNotComeAboutLeavesNoGap)
{
    const Received done = received(a_reception());
    const std::string key = key_of(commune.desk);
    signing.timestamp = [](std::string_view) -> base::Result<std::string> {
        return base::Error{base::Fault::unavailable, "", "Máy chủ dấu thời gian không trả lời.", {}};
    };
    const Giving form = giving({done.uid});
    const auto refused = give(services, commune.desk, form, SigningWish{key, secret("mật khẩu")});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, base::Fault::invalid);
    EXPECT_EQ(refused.error().field, "key");
    EXPECT_EQ(count("hand_over_batches"), "0");
    signing.timestamp = {};
    // Who has a key may still give without, and the paper says so; so may who takes it.
    const std::string uid = given(form);
    EXPECT_EQ(database.value("SELECT number || giver_certificate FROM hand_over_batches"), "1");
    ASSERT_TRUE(receive(services, commune.leader, uid, {{true, ""}}));
    const std::string record = content(get(commune.desk, "/dossiers/batches/" + uid + "/record"));
    EXPECT_TRUE(says(said("pdfsig", record), "does not contain any signatures"));
    EXPECT_TRUE(says(said("pdftotext -raw", record, "-"), "không ký số"));

    // Its key was ended while the form was open.
    const Received next = received(a_reception());
    database.execute("UPDATE signing_keys SET ended_at = now(), file_sha256 = NULL");
    const auto ended = give(services, commune.desk, giving({next.uid}), SigningWish{key, secret("mật khẩu")});
    ASSERT_FALSE(ended);
    EXPECT_EQ(ended.error().field, "key");
}

TEST_F(BatchSigningTest, ATallPileIsSignedInThePlaceForIt)
{
    const Received done = received(a_reception());
    database.execute(
        "INSERT INTO dossiers (uid, agency_id, decides_id, code, version_id, procedure_id, case_no, way, state, state_at, life, owner, "
        "owner_kind, owner_name, subject, lodged_at, received_at, money, delivery, lex) SELECT gen_random_uuid(), agency_id, decides_id, "
        "'M-' || i, version_id, procedure_id, 0, 'counter', 'received', now(), life, owner, owner_kind, 'Người 11', subject, lodged_at, "
        "received_at, money, delivery, '' FROM dossiers, generate_series(1, 150) i");
    const std::string key = key_of(commune.desk);
    std::vector<std::string> uids;
    const View form = json(commune.desk, std::string(kNew) + "?span=all");
    for (const View& row : form["rows"]) uids.push_back(row["uid"]);
    ASSERT_EQ(uids.size(), 151u);
    const std::string uid = given(giving(uids), SigningWish{key, secret("mật khẩu")});
    const std::string slip = content(get(commune.desk, "/dossiers/batches/" + uid + "/slip"));
    EXPECT_TRUE(says(said("pdfsig -nocert", slip), kValid));
    // On the last page, though owners bear the giver's name.
    const auto file = pdf::File::open(slip);
    ASSERT_TRUE(file);
    EXPECT_TRUE(pdf::open_fields(*file).empty());
    EXPECT_TRUE(pdf::is_certified(*file));
    const std::string facts = said("pdfinfo", slip);
    const int last = std::stoi(facts.substr(facts.find("Pages:") + 6));
    EXPECT_GT(last, 3);
    EXPECT_TRUE(says(said("pdftotext -f " + std::to_string(last), slip, "-"), "Ký số lúc"));
}

TEST_F(BatchSigningTest, WhatWasChosenInAWorkListComesIntoTheForm)
{
    const Received first = received(a_reception());
    const Received second = received(a_reception());
    const Received elsewhere = received(a_reception());
    const Received lying = received(a_reception());
    database.execute("UPDATE dossiers SET decides_id = 2 WHERE uid = '" + elsewhere.uid + "'");
    given(giving({lying.uid}));
    const auto foreign = receive(services, other.desk, a_reception());
    ASSERT_TRUE(foreign);
    run_jobs();
    const View list = json(commune.desk, "/dossiers");
    ASSERT_EQ(list["bar"]["actions"].size(), 1u);
    const std::string action = list["bar"]["actions"][0]["formaction"];
    // Deciders give results, so not what is still being decided.
    EXPECT_EQ(json(commune.specialist, "/dossiers?view=mine")["bar"]["actions"].size(), 1u);
    EXPECT_EQ(json(commune.leader, "/dossiers?view=results")["bar"]["actions"][0]["formaction"], action);
    EXPECT_EQ(json(commune.desk, "/dossiers?view=results")["pick"], false);

    const auto choose = [&](const std::vector<std::string>& uids) {
        Fields fields{{"act", "hand_over"}};
        for (const std::string& uid : uids) fields.emplace_back("dossier", uid);
        return post(commune.desk, action, fields);
    };
    EXPECT_TRUE(says(choose({}).body, "Chọn ít nhất một hồ sơ."));
    EXPECT_TRUE(says(choose(std::vector<std::string>(101, first.uid)).body, "Chọn tối đa 100 hồ sơ"));
    EXPECT_FALSE(says(location(choose({"x&to=3"})), "x"));

    const std::string form =
        location(choose({elsewhere.uid, first.uid, second.uid, lying.uid, foreign->uid, first.uid}));
    language = "en";
    const View page = json(commune.desk, form);
    language = "vi";
    ASSERT_EQ(page["rows"].size(), 4u) << "each once, and none of another agency";
    std::map<std::string, View> rows;
    for (const View& row : page["rows"]) rows.emplace(row["uid"], row);
    for (const std::string& uid : {first.uid, second.uid}) {
        EXPECT_EQ(rows[uid]["checked"], true);
        EXPECT_EQ(rows[uid]["why"], false);
    }
    // What can't go stands on top with the reason, in the reader's language.
    EXPECT_TRUE(page["rows"][0]["why"].is_string() && page["rows"][1]["why"].is_string());
    EXPECT_EQ(rows[elsewhere.uid]["checked"], false);
    EXPECT_EQ(rows[lying.uid]["checked"], false);
    EXPECT_EQ(rows[lying.uid]["why"], "On slip 1/BGHS");
    EXPECT_FALSE(says(rows[first.uid]["contents"], "bản")) << rows[first.uid]["contents"];
    EXPECT_TRUE(says(rows[elsewhere.uid]["why"], "Goes to another receiver: Sở Xây dựng"));
    EXPECT_TRUE(says(get(commune.desk, form).body, "Thuộc bên nhận khác: Sở Xây dựng tỉnh Bắc Ninh"));

    // Another receiver is chosen: what waits for it comes, and nothing that was chosen is lost.
    Fields fields = form_with({first.uid, second.uid}, "list");
    for (const std::string& uid : {elsewhere.uid, first.uid, second.uid}) fields.emplace_back("added", uid);
    for (auto& [name, value] : fields)
        if (name == "to") value = agency_uid(department);
    const std::string turned = post(commune.desk, kNew, fields).body;
    EXPECT_TRUE(says(turned, "value=\"" + elsewhere.uid + "\" checked"));
    for (const std::string& uid : {first.uid, second.uid}) {
        EXPECT_TRUE(says(turned, "value=\"" + uid + "\""));
        EXPECT_FALSE(says(turned, "value=\"" + uid + "\" checked"));
    }

    // Given with a line that can't go: the reason is at the line, and the others go at the next pressing.
    fields = form_with({first.uid, second.uid, elsewhere.uid}, "give");
    for (const std::string& uid : {elsewhere.uid, first.uid, second.uid}) fields.emplace_back("added", uid);
    const auto refused = post(commune.desk, kNew, fields);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(says(refused.body, "1 dòng không bàn giao được"));
    EXPECT_TRUE(says(refused.body, "value=\"" + first.uid + "\" checked"));
    EXPECT_FALSE(says(refused.body, "value=\"" + elsewhere.uid + "\" checked"));
    EXPECT_TRUE(
        says(location(post(commune.desk, kNew, form_with({first.uid, second.uid}, "give"))), "done=given"));
}

}  // namespace
}  // namespace lt::dossiers::batches
