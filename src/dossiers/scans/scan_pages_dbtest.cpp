// Scans are looked at before they are chosen, and TIFF comes in as PDF, whichever way it comes.
#include <fstream>

#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/scans/scans.h"
#include "dossiers/scans/tiff_testing.h"
#include "dossiers/scans/viewable.h"

namespace lt::dossiers::scans {
namespace {

namespace fs = std::filesystem;

class ScanPagesTest : public PagesTest {
protected:
    ScanPagesTest()
    {
        services.scan_folder = {.root = folder / "scans"};
        fs::create_directories(own());
    }
    fs::path own() const { return folder / "scans" / "H05.26.1"; }
    void drop(const std::string& name, const std::string& content) { std::ofstream(own() / name) << content; }
    std::string looks()
    {
        return database.value("SELECT count(*) FROM audit_events WHERE action = 'scan.looked_at'");
    }
    static std::string header(const http::Response& response, const std::string& name)
    {
        for (const auto& [key, value] : response.headers)
            if (key == name) return value;
        return {};
    }
    // Uploads bring these bytes from now on.
    void uploads_bring(const std::string& name, const std::string& bytes)
    {
        const TakeFiles take = [=, this](const http::Request&, const std::vector<std::string>& ids) {
            std::vector<NewFile> files;
            for (const std::string& id : ids) {
                blob::Blob blob = blobs.put(bytes);
                blob.media_type = "image/tiff";
                database.execute(
                    "INSERT INTO uploads (id, owner, name, length, received, blob_sha256, media_type, expires_at) VALUES ('" +
                    id + "', '', '', 1, 1, '" + blob.sha256 +
                    "', 'image/tiff', 'infinity') ON CONFLICT DO NOTHING");
                files.push_back({.name = name, .blob = blob, .upload = id});
            }
            return base::Result<std::vector<NewFile>>(files);
        };
        router = http::Router();
        add_routes(router, std::make_shared<const PageServices>(PageServices{services, pages, take, lists}));
    }
    // Files of the only dossier, "name type".
    std::vector<std::string> files_of(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.desk));
        std::vector<std::string> out;
        for (const File& file : store::files(tx, the(uid).id))
            out.push_back(file.name + " " + file.media_type);
        return out;
    }
    using Names = std::vector<std::string>;
};

TEST_F(ScanPagesTest, TheDeskLooksAtAFileAndEachLookIsWrittenDown)
{
    drop("to-khai.pdf", "%PDF-1.4 x");
    drop("ghi-chu.odt", "x");
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid + "/files/new";
    const std::string link = "/dossiers/scans?name=to-khai.pdf";
    EXPECT_TRUE(says(page(commune.desk, path), link));
    EXPECT_FALSE(says(page(commune.desk, path), "/dossiers/scans?name=ghi-chu.odt")) << "no browser shows it";
    EXPECT_FALSE(says(page(commune.specialist, path), link)) << "who receives, looks";

    const auto shown = get(commune.desk, link);
    EXPECT_EQ(content(shown), "%PDF-1.4 x");
    EXPECT_EQ(header(shown, "Content-Type"), "application/pdf");
    EXPECT_TRUE(header(shown, "Content-Security-Policy").starts_with("default-src 'none'"));
    EXPECT_EQ(header(shown, "X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(looks(), "1");
    EXPECT_TRUE(fs::exists(own() / "to-khai.pdf")) << "nothing is taken";
    EXPECT_EQ(database.value("SELECT count(*) FROM scans_taken"), "0");
    // The look is found again by the content, once a dossier has it; the journal holds no name of a file.
    get(commune.desk, link);
    EXPECT_EQ(looks(), "2");
    EXPECT_EQ(database.value(
                  "SELECT count(DISTINCT subject) || ' ' || max(length(subject)) FROM audit_events WHERE "
                  "action = 'scan.looked_at'"),
              "1 64");
}

TEST_F(ScanPagesTest, NobodyElseSeesTheFolder)
{
    drop("to-khai.pdf", "%PDF-1.4 x");
    for (const char* name : {"to-khai.pdf", "../H05.26.1/to-khai.pdf", "/etc/passwd", ""})
        EXPECT_EQ(get(other.desk, "/dossiers/scans?name=" + std::string(name)).status, 422) << name;
    for (const char* name : {"../H05.26.1/to-khai.pdf", "taken/to-khai.pdf", "khac.pdf"})
        EXPECT_EQ(get(commune.desk, "/dossiers/scans?name=" + std::string(name)).status, 422) << name;
    EXPECT_EQ(looks(), "0");
    const auto match = router.match(http::Method::get, "/dossiers/scans");
    ASSERT_TRUE(match.route);
    for (const directory::Role role :
         {directory::Role::specialist, directory::Role::leader, directory::Role::registry_clerk,
          directory::Role::agency_administrator, directory::Role::platform_operator}) {
        accounts::Me me;
        me.role = role;
        EXPECT_NE(match.route->access.check(&me), http::Verdict::allow);
    }
}

TEST_F(ScanPagesTest, ATiffOfTheFolderIsSeenAndTakenAsPdf)
{
    drop("quet.tif", a_tiff(2));
    const auto shown = get(commune.desk, "/dossiers/scans?name=quet.tif");
    EXPECT_TRUE(content(shown).starts_with("%PDF-"));
    EXPECT_EQ(header(shown, "Content-Type"), "application/pdf");
    const Received done = received(a_reception());
    EXPECT_EQ(location(post(commune.desk, "/dossiers/" + done.uid + "/files", {{"scanned", "0:quet.tif"}})),
              "/dossiers/" + done.uid + "?done=files");
    EXPECT_EQ(files_of(done.uid), Names{"quet.pdf application/pdf"});
    EXPECT_TRUE(fs::exists(own() / "taken" / "quet.tif"));
    // What was looked at is what was taken.
    EXPECT_EQ(database.value(
                  "SELECT count(*) FROM audit_events a JOIN dossier_files f ON f.sha256 = a.subject WHERE "
                  "a.action = 'scan.looked_at'"),
              "1");
}

TEST_F(ScanPagesTest, ABrokenTiffIsRefusedByItsName)
{
    drop("hong.tif", a_tiff(1).substr(0, 40));
    Conversions::Turn turn;
    const auto picked = pick(services, commune.desk, "hong.tif", 0, turn);
    ASSERT_FALSE(picked);
    EXPECT_EQ(picked.error().field, "scanned");
    EXPECT_TRUE(says(picked.error().message.str(), "hong.tif")) << picked.error().message;
    EXPECT_EQ(get(commune.desk, "/dossiers/scans?name=hong.tif").status, 422);
    EXPECT_TRUE(fs::exists(own() / "hong.tif"));
}

TEST_F(ScanPagesTest, AllScansOfARequestShareItsTurn)
{
    drop("mot.tif", a_tiff(1));
    drop("hai.tif", a_tiff(2));
    services.conversions = Conversions(1);
    auto turn = services.conversions.begin(std::chrono::nanoseconds(0));
    EXPECT_TRUE(pick(services, commune.desk, "mot.tif", -1, turn));
    const auto second = pick(services, commune.desk, "hai.tif", -1, turn);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().field, "scanned");
    EXPECT_EQ(get(commune.desk, "/dossiers/scans?name=hai.tif").status, 422) << "no place is free";
    EXPECT_TRUE(fs::exists(own() / "hai.tif"));
}

TEST_F(ScanPagesTest, ATiffOfAFormIsKeptAsPdf)
{
    const Received done = received(a_reception());
    const std::string path = "/dossiers/" + done.uid;
    uploads_bring("Đơn xin.TIFF", a_tiff(3));
    EXPECT_EQ(location(post(commune.desk, path + "/files", {{"upload_files_0", "a"}})), path + "?done=files");
    EXPECT_EQ(files_of(done.uid), Names{"Đơn xin.pdf application/pdf"});

    uploads_bring("hong.tif", "II*");
    const auto refused = post(commune.desk, path + "/files", {{"upload_files_0", "b"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(says(refused.body, "hong.tif")) << "the file stays in the form, with what is wrong";
    EXPECT_TRUE(says(refused.body, "không đọc được"));
    EXPECT_EQ(files_of(done.uid).size(), 1u);
}

TEST_F(ScanPagesTest, TheSameTiffGivesTheSameContent)
{
    const auto made = [&](const std::string& bytes) {
        NewFile file{.name = "a.tif", .blob = blobs.put(bytes)};
        file.blob.media_type = "image/tiff";
        Conversions::Turn turn;
        EXPECT_TRUE(make_viewable(blobs, file, turn));
        return file.blob.sha256;
    };
    EXPECT_EQ(made(a_tiff(1)), made(a_tiff(1)));
    EXPECT_NE(made(a_tiff(1)), made(a_tiff(2)));
    NewFile pdf{.name = "a.pdf", .blob = blobs.put("%PDF-1.4 x")};
    const std::string before = pdf.blob.sha256;
    Conversions::Turn turn;
    EXPECT_TRUE(make_viewable(blobs, pdf, turn));
    EXPECT_EQ(pdf.blob.sha256, before);
    EXPECT_EQ(pdf.name, "a.pdf");
}

}  // namespace
}  // namespace lt::dossiers::scans
