// What keeps issued documents provable: when it is made and renewed, what stays as it is, and who may read it.
#include "documents/preservation/preservation.h"

#include "documents/jobs.h"
#include "documents/pages/pages_fixture_dbtest.h"
#include "documents/signatures/letters_dbtest.h"
#include "signing/preserve_testing.h"
#include "signing/sign.h"

namespace lt::documents {
namespace {

using namespace std::chrono_literals;
using pages::contains;
using signing::decades::Decades;
using signing::decades::kYear;

constexpr std::uint64_t kAnySize = 10 << 20;

class PreservationTest : public pages::PagesTest {
protected:
    PreservationTest()
    {
        signing_services.preserve = [this](std::string bytes) -> base::Result<signing::Preserved> {
            ++calls;
            if (meanwhile) std::exchange(meanwhile, nullptr)();
            if (silent) return base::Error{base::Fault::unavailable, {}, "Dịch vụ dấu thời gian tắt.", {}};
            if (bytes.find("hỏng") != std::string::npos) return base::invalid("file", "Tệp hỏng.");
            return signing::Preserved{bytes + "\n% bằng chứng " + std::to_string(calls), renew_by};
        };
    }
    static crypto::CertificateWish wish(const std::string& name, crypto::CertificateUse use)
    {
        return {.common_name = name,
                .organisation = "Thử",
                .use = use,
                .kind = crypto::KeyKind::elliptic_curve,
                .from = kStart - kYear,
                .until = kStart + kYear};
    }
    static signing::Hand hand_of(const crypto::Identity& identity)
    {
        return {.key = {.holder = signing::Holder::pkcs12,
                        .certificate = identity.certificate,
                        .chain = identity.chain},
                .signer = identity.signer()};
    }
    NewFile pdf(const std::string& name) { return {name, blobs.put(PlainPdf::letter())}; }
    std::string sealed(const crypto::Identity& leader, const crypto::Identity& agency)
    {
        const auto created = create_draft(services, office.specialist, key(), draft_to({kinh_bac.agency}),
                                          {pdf("cong-van.pdf"), letter("không phải PDF")});
        EXPECT_TRUE(created) << (created ? "" : created.error().message);
        EXPECT_TRUE(submit_draft(services, office.specialist, created->uid));
        signing::Hand of_leader = hand_of(leader);
        signing::Hand of_agency = hand_of(agency);
        const int version = document(services, office.leader, created->uid)->version;
        EXPECT_TRUE(sign_draft(services, office.leader, created->uid, version, of_leader));
        const auto result = issue(services, office.clerk, created->uid, &of_agency);
        EXPECT_TRUE(result) << (result ? "" : result.error().message);
        return created->uid;
    }
    std::string sealed() { return sealed(leader_, agency_); }
    void work(std::chrono::microseconds after)
    {
        clock->advance(after);
        while (queue.run_due() > 0) {}
    }
    FileRow main_file(const std::string& uid) { return document(services, office.clerk, uid)->files.at(0); }
    std::string issued_bytes(const std::string& uid) { return blobs.get(main_file(uid).sha256, kAnySize); }
    std::string kept_bytes(const std::string& uid)
    {
        const auto kept = preserved_file(services, office.clerk, main_file(uid).uid);
        return kept ? blobs.get(kept->sha256, kAnySize) : "";
    }
    std::string versions()
    {
        return database.value("SELECT string_agg(versions::text, ' ') FROM preserved_files");
    }
    ToPreserve figures()
    {
        db::Transaction tx = services.pool.begin({});
        return to_preserve(tx, clock->now());
    }
    std::string events(const std::string& uid)
    {
        std::string out;
        const auto view = document(services, office.clerk, uid);
        for (const EventRow& event : view->events)
            if (event.action == "preserved" || event.action == "renewed") out += event.action + " ";
        return out;
    }

    crypto::Identity root_ = crypto::make_root(wish("Gốc thử", crypto::CertificateUse::authority));
    crypto::Identity leader_ =
        crypto::issue(root_, wish("Nguyễn Văn Đức", crypto::CertificateUse::documents));
    crypto::Identity agency_ = crypto::issue(root_, wish("UBND tỉnh", crypto::CertificateUse::documents));
    int calls = 0;
    bool silent = false;
    base::Time renew_by = kStart + 5 * kYear;
    std::function<void()> meanwhile{};  // happens once, while a version is being made
};

TEST_F(PreservationTest, TheIssuedFileStaysAndAVersionWithItsProofsComesBesideIt)
{
    const std::string uid = sealed();
    const std::string issued = issued_bytes(uid);
    work(59min);
    EXPECT_EQ(versions(), "0")
        << "one signed file, and it is too early for what was said after the signature";
    EXPECT_TRUE(kept_bytes(uid).empty());
    work(2min);
    EXPECT_EQ(versions(), "1");
    EXPECT_TRUE(issued_bytes(uid) == issued);
    EXPECT_TRUE(kept_bytes(uid).starts_with(issued));
    EXPECT_GT(kept_bytes(uid).size(), issued.size());
    EXPECT_EQ(events(uid), "preserved ");
    EXPECT_EQ(database.value("SELECT concat_ws(' ', agency_id, action, subject) FROM audit_events WHERE "
                             "action = 'document.preserved'"),
              "1 document.preserved " + uid);
    work(24h);
    preserve_document(services, office.agency, document(services, office.clerk, uid)->id);
    EXPECT_EQ(calls, 1) << "nothing is due";
    EXPECT_EQ(figures().due, 0);
}

TEST_F(PreservationTest, TwoRunsAtOnceMakeOneVersion)
{
    const std::string uid = sealed();
    const std::int64_t id = document(services, office.clerk, uid)->id;
    clock->advance(61min);
    meanwhile = [&] { preserve_document(services, office.agency, id); };
    preserve_document(services, office.agency, id);
    EXPECT_EQ(calls, 2);
    EXPECT_EQ(versions(), "1");
    EXPECT_EQ(events(uid), "preserved ");
}

TEST_F(PreservationTest, OnlyTheAgencyThatIssuedItReadsIt)
{
    const std::string uid = sealed();
    work(61min);
    const FileRow own = main_file(uid);
    EXPECT_TRUE(own.preserved);
    EXPECT_EQ(own.renew_by, renew_by);
    const std::string path = "/files/" + own.uid + "/cong-van.pdf?preserved=1&download=1";
    EXPECT_EQ(get(office.clerk, path).status, 200);
    const pages::View page = json(office.clerk, "/outgoing/" + uid);
    EXPECT_EQ(page["file"]["preserved"]["href"], path);
    EXPECT_EQ(page["file"]["preserved"]["text"], "Bản lưu lâu dài (B-LTA), gia hạn trước ngày 19/11/2031");
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid), "Lưu bằng chứng chữ ký"));

    ASSERT_TRUE(file(services, kinh_bac.clerk, own.uid)) << "the recipient reads what was issued";
    EXPECT_EQ(get(kinh_bac.clerk, path).status, 404);
    EXPECT_EQ(get(deo_gia.clerk, path).status, 404);
    const FileRow theirs = document(services, kinh_bac.clerk, uid)->files.at(0);
    EXPECT_FALSE(theirs.preserved);
    EXPECT_FALSE(theirs.renew_by);
    EXPECT_TRUE(json(kinh_bac.clerk, "/incoming/" + uid)["file"]["preserved"].is_null());
    EXPECT_FALSE(contains(get(kinh_bac.clerk, "/incoming/" + uid), "Lưu bằng chứng"));
    EXPECT_EQ(get(office.clerk,
                  "/files/" + document(services, office.clerk, uid)->files.at(1).uid + "/x.pdf?preserved=1")
                  .status,
              404)
        << "a file that was not signed has no preserved version";
}

TEST_F(PreservationTest, ASilentAuthorityLosesNothing)
{
    const std::string uid = sealed();
    const std::string issued = issued_bytes(uid);
    EXPECT_TRUE(contains(get(office.clerk, "/outgoing/" + uid), "Chưa có bản lưu lâu dài"));
    silent = true;
    work(61min);
    for (int i = 0; i < 10; ++i) work(20min);
    EXPECT_EQ(database.value("SELECT kind || ': ' || error FROM dead_letters"),
              "documents.preserve: Dịch vụ dấu thời gian tắt.");
    EXPECT_EQ(figures().due, 1);
    EXPECT_EQ(figures().late, 0);
    EXPECT_EQ(figures().why, "Dịch vụ dấu thời gian tắt.");
    EXPECT_TRUE(issued_bytes(uid) == issued);
    work(48h);
    EXPECT_EQ(figures().late, 1);
    silent = false;
    work(24h);
    EXPECT_EQ(versions(), "1") << "the day's round makes up for it";
    EXPECT_EQ(figures().due, 0);
    EXPECT_EQ(events(uid), "preserved ");
}

TEST_F(PreservationTest, WithoutAnAuthorityFilesWaitUntilThereIsOne)
{
    const auto preserve = std::exchange(signing_services.preserve, nullptr);
    const std::string uid = sealed();
    work(25h);
    preserve_document(services, office.agency, document(services, office.clerk, uid)->id);
    EXPECT_EQ(versions(), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'documents.preserve'"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM dead_letters"), "0");
    EXPECT_EQ(figures().due, 1);
    signing_services.preserve = preserve;
    work(24h);
    EXPECT_EQ(versions(), "1");
}

TEST_F(PreservationTest, WhatIsDueIsRenewedOverWhatIsThere)
{
    const std::string uid = sealed();
    work(61min);
    const std::string issued = issued_bytes(uid);
    const std::string first = kept_bytes(uid);
    clock->set(renew_by - 1h);
    renew_due(services);
    EXPECT_EQ(versions(), "1") << "too early";
    clock->set(renew_by);
    renew_due(services);
    EXPECT_EQ(versions(), "1") << "a timestamp that lasts no longer is not worth keeping";
    EXPECT_TRUE(kept_bytes(uid) == first);
    EXPECT_NE(figures().why.find("không dùng được lâu hơn"), std::string::npos) << figures().why;
    renew_by += 5 * kYear;
    renew_due(services);
    EXPECT_EQ(calls, 2) << "not again on the same day";
    clock->advance(24h);
    renew_due(services);
    EXPECT_EQ(versions(), "2");
    EXPECT_TRUE(kept_bytes(uid).starts_with(first));
    EXPECT_TRUE(issued_bytes(uid) == issued);
    EXPECT_EQ(events(uid), "renewed preserved ");
    EXPECT_EQ(figures().due, 0);
}

TEST_F(PreservationTest, RoundsAreBoundedAndNoFileHoldsUpOthers)
{
    const std::string uid = sealed();
    const std::string broken = blobs.put("hỏng").sha256;
    database.execute("INSERT INTO blobs (sha256, size, media_type, created_at) VALUES ('" + broken +
                     "', 5, 'application/pdf', now())");
    // 44 more files, the first four of them broken for good and the most pressing; one of which nothing is left on the disk.
    database.execute(
        "WITH made AS (INSERT INTO document_files (document_id, uid, position, name, media_type, size, sha256, "
        "signed) SELECT document_id, gen_random_uuid(), 10 + n, 'x.pdf', media_type, size, CASE WHEN n <= 4 "
        "THEN '" +
        broken +
        "' ELSE sha256 END, 'agency' FROM document_files, generate_series(1, 44) n WHERE position = 1 "
        "RETURNING *) INSERT INTO preserved_files (file_uid, document_id, agency_id, sha256, size, renew_by, "
        "tried_at) SELECT uid, document_id, 1, sha256, size, '2026-01-01'::timestamptz + position * interval "
        "'1 day', '2026-01-01' FROM made");
    const auto done = [&] {
        return database.value("SELECT count(*) FROM preserved_files WHERE versions > 0");
    };
    silent = true;
    renew_due(services);
    EXPECT_EQ(calls, 3) << "nobody answers: the others need not ask";
    silent = false;
    calls = 0;
    renew_due(services);
    EXPECT_EQ(calls, 20);
    EXPECT_EQ(done(), "19") << "three wait for tomorrow, one is broken";
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'documents.renew'"), "1")
        << "the next round is asked for";
    work(1min);
    EXPECT_EQ(done(), "40");
    work(24h);
    EXPECT_EQ(done(), "41");
    EXPECT_EQ(figures().due, 4);
    EXPECT_EQ(figures().why, "Tệp hỏng.");
    const int before = calls;
    work(24h);
    EXPECT_EQ(calls, before + 4) << "once a day";
}

// Real signatures, authorities and files; the years pass.
TEST_F(PreservationTest, IsProvenInFifteenYearsByTheRootsAlone)
{
    Decades world(clock);
    signing_services.timestamp = [&](std::string_view digest) { return world.stamps.token(digest); };
    signing_services.preserve = [&](std::string bytes) { return world.preserve(std::move(bytes)); };
    const auto holder = [&](const char* name) {
        return world.first->issue({.common_name = name, .from = kStart - kYear});
    };
    const std::string uid = sealed(holder("Nguyễn Văn Đức"), holder("UBND tỉnh Bắc Ninh"));
    const std::string issued = issued_bytes(uid);
    work(61min);
    const std::string first = kept_bytes(uid);
    ASSERT_TRUE(first.starts_with(issued)) << figures().why;
    const auto report = world.judged(first, clock->now());
    ASSERT_EQ(report.signatures.size(), 2U);
    for (const auto& signature : report.signatures) {
        EXPECT_TRUE(signature.verdict.passed()) << signature.reason;
        EXPECT_EQ(signature.verdict.level, crypto::Level::lta);
    }
    clock->set(*main_file(uid).renew_by);
    world.successor = true;
    renew_due(services);
    const std::string second = kept_bytes(uid);
    const base::Time later = kStart + 15 * kYear;
    EXPECT_TRUE(world.passes(second, later)) << figures().why;
    EXPECT_FALSE(world.passes(first, later)) << "without the renewal";
    EXPECT_FALSE(world.passes(issued, later));
    EXPECT_TRUE(issued_bytes(uid) == issued);
}

}  // namespace
}  // namespace lt::documents
