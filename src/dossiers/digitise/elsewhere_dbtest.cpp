// Electronic copies that the official signs on his own machine or at a service: only what was given out with his signature gets into the
// vault, with what he had confirmed, once.
#include "dossiers/acts.h"
#include "dossiers/away_fixture_dbtest.h"
#include "dossiers/digitise/digitise.h"
#include "dossiers/store.h"
#include "kit/print/print.h"
#include "signing/remote_testing.h"

namespace lt::dossiers {
namespace {

using namespace std::chrono_literals;
using pdf::sign_with_program;
using signing::Order;
using signing::Whose;

class CopyElsewhereTest : public AwayFrom<PagesTest> {
protected:
    CopyElsewhereTest()
    {
        log_in(commune.desk);
        Reception reception = a_reception();
        reception.files = {{.paper = 0, .name = "the.pdf", .blob = blobs.put(scan)}};
        reception.files.front().blob.media_type = "application/pdf";
        uid = received(reception).uid;
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        file = store::files(tx, the(uid).id).front().uid;
        path = "/dossiers/" + uid + "/digitise/" + file;
    }
    static std::string scanned(const std::string& line)
    {
        print::Document paper({.title = "x", .size = 14});
        paper.add(print::Paragraph{line, {.below = 8}});
        return paper.finish();
    }
    http::Response confirm(const std::string& key, const std::string& name = "Thẻ căn cước")
    {
        return post(commune.desk, path,
                    {{"action", "sign"},
                     {"name", name},
                     {"number", "027190001234"},
                     {"issued_on", "05/01/2024"},
                     {"full_name", "NGUYỄN THỊ ÁNH"},
                     {"key", key},
                     {"pin", ""}});
    }
    std::string begin(const std::string& key)
    {
        const auto sent = confirm(key);
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    Order order(const std::string& act) { return AwayFrom::order(commune.desk, act); }
    std::string state(const std::string& act) { return row(act, "state"); }
    std::string remote_key(signing::RemoteKeys& keys)
    {
        keys.service.add("011", "ma-otp", own, signing::RemoteKeys::kByCode);
        keys.connect(signing);
        return keys.register_key(signing, {key_scope(commune.desk), commune.desk.role, ""}, Whose::own, "011",
                                 "ma-otp");
    }
    // A colleague signs the same scan with a key in a file.
    void keep_by_colleague()
    {
        const std::string key = key_of(commune.leader);
        ASSERT_TRUE(confirm_copy(
            services, commune.leader, uid, file,
            {.paper = {.name = "Thẻ căn cước", .number = "1"}, .key = key, .pin = secret("mật khẩu")}));
    }
    std::string count(const std::string& from) { return database.value("SELECT count(*) FROM " + from); }
    std::string kept_file()
    {
        return blobs.get(database.value("SELECT sha256 FROM vault_items WHERE ended IS NULL"), 1 << 24);
    }

    crypto::Identity own = identity("Người 11");
    const std::string scan = scanned("CAN CUOC");
    std::string uid{}, file{}, path{};
};

TEST_F(CopyElsewhereTest, ThePluginSignsTheScanThatWasComparedAndNothingElse)
{
    const std::string key = add_plugin(commune.desk, Whose::own, own);
    EXPECT_TRUE(says(page(commune.desk, path), "phần mềm VGCA"));
    const auto wrong = confirm(key, "");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(says(wrong.body, "Nhập tên giấy tờ") && says(wrong.body, "027190001234"))
        << "what was typed stays";
    const std::string act = begin(key);
    EXPECT_TRUE(says(page(commune.desk, act), "data-vgca=\"" + act + "/order\""));
    EXPECT_TRUE(says(page(commune.desk, path), act)) << "the way back to it";
    EXPECT_EQ(begin(key), act) << "pressed once more";
    const auto corrected = confirm(key, "Thẻ căn cước công dân");
    EXPECT_EQ(corrected.status, 422) << "what was corrected is not lost behind what the act was begun with";
    EXPECT_TRUE(says(corrected.body, "nội dung khác") && says(corrected.body, "Thẻ căn cước công dân"));
    EXPECT_EQ(count("vault_items"), "0");
    const Order next = order(act);
    EXPECT_EQ(next.path, "SignApproved");
    const std::string given = file_at(next.fetch());
    EXPECT_EQ(given, scan);

    const auto refused = [&](const std::string& bytes, const std::string& why) {
        const std::string said = delivered(next.deliver(), bytes);
        EXPECT_TRUE(says(said, why)) << said;
        EXPECT_EQ(count("vault_items"), "0");
    };
    refused(sign_with_program(scanned("CAN CUOC CUA NGUOI KHAC"), own), "không phải là tệp đã giao");
    refused(sign_with_program(given, identity("Người 11")), "chứng thư số khác");
    refused(sign_with_program(given, own, {.page_text = "Khac"}), "đã sửa nội dung");
    refused(given, "không phải là tệp đã giao");
    const std::string good = sign_with_program(given, own);
    EXPECT_EQ(delivered(next.deliver(), good), "");
    EXPECT_NE(delivered(next.deliver(), good), "") << "twice";
    EXPECT_EQ(location(get(commune.desk, act)), path + "?done=signed");
    EXPECT_EQ(count("vault_items"), "1");
    EXPECT_EQ(database.value("SELECT number || ' ' || signature FROM vault_items"), "027190001234 signed");
    EXPECT_TRUE(kept_file().starts_with(given));
    EXPECT_EQ(pdf::signers_of(kept_file(), clock->now()), "Người 11");
    EXPECT_EQ(count("signing_act_files WHERE detail::text LIKE '%027190001234%'"), "0")
        << "what stood on the paper goes with the act";
    EXPECT_TRUE(says(page(commune.desk, path), "027190001234"));
    EXPECT_EQ(confirm(key).status, 409) << "it is signed";
}

TEST_F(CopyElsewhereTest, WhatSomebodyElseKeptMeanwhileStays)
{
    const std::string act = begin(add_plugin(commune.desk, Whose::own, own));
    const Order next = order(act);
    const std::string good = sign_with_program(file_at(next.fetch()), own);
    keep_by_colleague();
    const std::string kept = kept_file();
    EXPECT_NE(delivered(next.deliver(), good), "");
    EXPECT_EQ(kept_file(), kept);
    EXPECT_EQ(order(act).done, act);
    EXPECT_EQ(state(act), "undone");
    EXPECT_TRUE(says(page(commune.desk, act), "đã thay đổi"));
    EXPECT_EQ(count("vault_items"), "1");
    for (const Actor* who : {&commune.leader, &department.desk})
        EXPECT_EQ(get(*who, act).status, 404) << who->name;
}

// What he had confirmed came too late, and the colleague's signature is none of his.
TEST_F(CopyElsewhereTest, SomebodyElsesSignatureIsNotTakenForHisOwn)
{
    signing::RemoteKeys keys(clock->now());
    const std::string act = begin(remote_key(keys));
    keep_by_colleague();
    const std::string kept = kept_file();
    ASSERT_EQ(post(commune.desk, act + "/code", {{"otp", crypto::SigningServiceProcess::kCode}}).status, 303);
    EXPECT_TRUE(says(page(commune.desk, act), "vừa được người khác số hoá"));
    EXPECT_EQ(state(act), "undone");
    EXPECT_EQ(kept_file(), kept);
    EXPECT_EQ(count("vault_items"), "1");
}

TEST_F(CopyElsewhereTest, ItIsConfirmedAtAService)
{
    signing::RemoteKeys keys(clock->now());
    const std::string key = remote_key(keys);
    EXPECT_TRUE(says(page(commune.desk, path), "SmartCA"));
    const std::string cancelled = begin(key);
    ASSERT_EQ(post(commune.desk, cancelled + "/closure").status, 303);
    EXPECT_EQ(state(cancelled), "undone");
    const std::string act = begin(key);
    EXPECT_NE(act, cancelled);
    EXPECT_EQ(post(commune.desk, act + "/code", {{"otp", "11111111"}}).status, 422);
    ASSERT_EQ(post(commune.desk, act + "/code", {{"otp", crypto::SigningServiceProcess::kCode}}).status, 303);
    EXPECT_EQ(count("vault_items"), "0");
    clock->advance(190s);  // and the browser is closed
    keys.service.set_clock(clock->now());
    run_jobs();
    EXPECT_EQ(state(act), "done");
    EXPECT_EQ(pdf::signers_of(kept_file(), clock->now()), "Người 11");
    EXPECT_TRUE(pdf::is_certified(*pdf::File::open(kept_file())));
    EXPECT_EQ(location(get(commune.desk, act)), path + "?done=signed");
}

// Eight by eight points, as PNG.
constexpr std::string_view kPicture(
    "\x89\x50\x4e\x47\x0d\x0a\x1a\x0a\x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x08\x00\x00\x00\x08"
    "\x08\x00\x00\x00\x00\xe1\x64\xe1\x57\x00\x00\x00\x0f\x49\x44\x41\x54\x78\xda\x63\xf8\xc0\x0f\x81"
    "\x0c\x94\x31\x00\x8a\x14\x1f\xe1\x51\xd2\x82\x07\x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82",
    72);

TEST_F(CopyElsewhereTest, APictureThatNobodyReadIsSignedElsewhereToo)
{
    Reception reception = a_reception();
    reception.files = {{.paper = 0, .name = "anh.png", .blob = blobs.put(std::string(kPicture))}};
    reception.files.front().blob.media_type = "image/png";
    uid = received(reception).uid;
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        file = store::files(tx, the(uid).id).front().uid;
    }
    path = "/dossiers/" + uid + "/digitise/" + file;
    const std::string act = begin(add_plugin(commune.desk, Whose::own, own));
    const Order next = order(act);
    const std::string given = file_at(next.fetch());
    EXPECT_TRUE(given.starts_with("%PDF-"));
    // Read while he signs: what it finds changes nothing of the act.
    ASSERT_TRUE(begin_reading(services, commune.desk, uid, file));
    run_jobs();
    EXPECT_EQ(delivered(next.deliver(), sign_with_program(given, own)), "");
    EXPECT_EQ(state(act), "done");
    EXPECT_TRUE(kept_file().starts_with(given));
    EXPECT_EQ(database.value("SELECT number || ' ' || signature FROM vault_items"), "027190001234 signed");
}

}  // namespace
}  // namespace lt::dossiers
