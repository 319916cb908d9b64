// Files of the scan folder become files of dossiers, each once.
#include "dossiers/scans/scans.h"

#include <fstream>

#include "dossiers/fixture_dbtest.h"

namespace lt::dossiers::scans {
namespace {

namespace fs = std::filesystem;

class ScansTest : public DossiersTest {
protected:
    ScansTest()
    {
        services.scan_folder = {.root = folder / "scans"};
        fs::create_directories(own());
        fs::create_directories(folder / "scans" / "H05.26.2");
    }
    fs::path own() const { return folder / "scans" / "H05.26.1"; }
    std::vector<std::string> offered_to(const Actor& actor)
    {
        std::vector<std::string> out;
        db::Transaction tx = database.pool().begin(scope_of(actor));
        for (const Entry& entry : offered(services, tx, actor)) out.push_back(entry.name);
        return out;
    }
    NewFile picked(const std::string& name, int paper)
    {
        Conversions::Turn turn;
        auto file = pick(services, commune.desk, name, paper, turn);
        EXPECT_TRUE(file) << file.error().message;
        return file ? *std::move(file) : NewFile{};
    }
    using Names = std::vector<std::string>;
};

TEST_F(ScansTest, OneDossierTakesAFileAndTheOtherIsTold)
{
    std::ofstream(own() / "to-khai.pdf") << "%PDF-1.4 x";
    EXPECT_EQ(offered_to(commune.desk), Names{"to-khai.pdf"});
    EXPECT_EQ(offered_to(other.desk), Names{});
    Conversions::Turn turn;
    EXPECT_FALSE(pick(services, other.desk, "to-khai.pdf", 0, turn));
    EXPECT_FALSE(pick(services, commune.desk, "../H05.26.1/to-khai.pdf", 0, turn));

    // Two desks have chosen it before either was done.
    Reception first = a_reception();
    Reception second = a_reception();
    first.files.push_back(picked("to-khai.pdf", 0));
    second.files.push_back(picked("to-khai.pdf", 0));
    const Received done = received(first);
    const auto late = receive(services, commune.desk, second);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().field, "scanned");
    EXPECT_EQ(database.value("SELECT count(*) FROM dossiers"), "1");
    EXPECT_TRUE(fs::exists(own() / "taken" / "to-khai.pdf"));
    EXPECT_EQ(offered_to(commune.desk), Names{});
    db::Transaction tx = database.pool().begin(scope_of(commune.desk));
    const auto files = store::files(tx, the(done.uid).id);
    ASSERT_EQ(files.size(), 1u);
    EXPECT_EQ(files[0].paper, 0);
    EXPECT_EQ(files[0].name, "to-khai.pdf");
}

TEST_F(ScansTest, WhatIsNotKeptStaysAndWhatACrashLeftIsMoved)
{
    std::ofstream(own() / "anh.pdf") << "%PDF-1.4 y";
    Reception wrong = a_reception();
    wrong.owner.name.clear();
    wrong.files.push_back(picked("anh.pdf", 0));
    EXPECT_FALSE(receive(services, commune.desk, wrong));
    EXPECT_EQ(offered_to(commune.desk), Names{"anh.pdf"});

    const Received done = received(a_reception());
    const NewFile file = picked("anh.pdf", -1);
    ASSERT_TRUE(attach(services, commune.desk, done.uid, {file}));
    // As if the server had stopped between the commit and the move.
    fs::rename(own() / "taken" / "anh.pdf", own() / "anh.pdf");
    EXPECT_EQ(offered_to(commune.desk), Names{});
    EXPECT_TRUE(fs::exists(own() / "taken" / "anh.pdf"));
    EXPECT_EQ(database.value("SELECT name FROM scans_taken WHERE agency_id = 1"), "anh.pdf");
    const auto again = attach(services, commune.desk, done.uid, {file});
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().field, "scanned");
}

}  // namespace
}  // namespace lt::dossiers::scans
