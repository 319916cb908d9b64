// What the operator does with jobs that failed.
#include "app/jobs_page.h"

#include "documents/pages/pages_fixture_dbtest.h"

using namespace lt;
using documents::pages::contains;

namespace {

class JobsPageTest : public documents::pages::PagesTest {
protected:
    JobsPageTest()
    {
        router = {};
        app::add_jobs_routes(router, services, the_pages);
        database.execute("INSERT INTO dead_letters (kind, payload, error, attempts, failed_at) "
                         "SELECT 'documents.index', '{}', 'hỏng', 8, now() FROM generate_series(1, 2)");
    }
};

TEST_F(JobsPageTest, what_is_done_with_a_failed_job_is_in_the_journal)
{
    documents::Actor who = office.clerk;
    who.role = directory::Role::platform_operator;
    EXPECT_EQ(post(who, "/admin/jobs/1/retry", {}).status, 303);
    EXPECT_EQ(post(who, "/admin/jobs/2/drop", {}).status, 303);
    EXPECT_EQ(database.value("SELECT count(*) FROM dead_letters"), "0");
    EXPECT_EQ(database.value("SELECT count(*) FROM jobs WHERE kind = 'documents.index'"), "1");
    EXPECT_EQ(
        database.value(
            "SELECT string_agg(concat_ws(' ', agency_id, official_id, action, subject), ', ' ORDER BY id) "
            "FROM audit_events"),
        "0 11 job.retried 1, 0 11 job.dropped 2");
}

TEST_F(JobsPageTest, what_waits_to_be_preserved_is_told_with_the_reason)
{
    documents::Actor who = office.clerk;
    who.role = directory::Role::platform_operator;
    EXPECT_FALSE(documents::pages::contains(get(who, "/admin/jobs"), "Bản lưu lâu dài"));
    issued(draft_to({kinh_bac.agency}));
    database.execute(
        "INSERT INTO preserved_files (file_uid, document_id, agency_id, sha256, size, renew_by, tried_at, why) SELECT uid, "
        "document_id, 1, sha256, size, '2026-01-01', '2026-01-01', 'Dịch vụ tắt.' FROM document_files");
    documents::pages::View said = json(who, "/admin/jobs")["preservation"];
    EXPECT_EQ(said["due"],
              "1 tệp đã phát hành cần lập hoặc gia hạn bản lưu lâu dài; 1 tệp chậm quá hai ngày.");
    EXPECT_TRUE(documents::pages::contains(get(who, "/admin/jobs"), "trust.timestamps"))
        << "there is no authority here";
    signing_services.preserve = [](std::string) { return signing::Preserved{}; };
    said = json(who, "/admin/jobs")["preservation"];
    EXPECT_EQ(said["why"], "Dịch vụ tắt.");
}

}  // namespace
