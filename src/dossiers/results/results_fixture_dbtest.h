// Results from the draft to the receiver, for database tests: people with keys, the outgoing documents, and the pages.
#pragma once

#include "documents/jobs.h"
#include "documents/lists.h"
#include "documents/setup.h"
#include "dossiers/pages_fixture_dbtest.h"
#include "dossiers/results/collecting.h"
#include "dossiers/results/documents.h"
#include "dossiers/results/drafting.h"
#include "dossiers/results/signing.h"
#include "exchange/api.h"

namespace lt::dossiers {

class ResultsTest : public PagesTest {
protected:
    ResultsTest()
        : exchange{.pool = database.pool(),
                   .directory = directory,
                   .queue = queue,
                   .blobs = blobs,
                   .clock = clock,
                   .seal = [](std::string_view secret) { return std::string(secret); },
                   .unseal = [](std::string_view sealed) { return std::optional(std::string(sealed)); }},
          papers{.pool = database.pool(),
                 .directory = directory,
                 .queue = queue,
                 .blobs = blobs,
                 .clock = clock,
                 .notify = [](std::int64_t, const std::string&, const std::string&) {},
                 .signing = signing,
                 .exchange = exchange,
                 .calendars = the_calendars}
    {
        services.documents = &papers;
        papers.issued = [this](std::int64_t agency, const std::string& uid) {
            take_issued(services, agency, uid);
        };
        papers.discarded = [this](std::int64_t agency, const std::string& uid) {
            take_discarded(services, agency, uid);
        };
        signing.judge = [](const std::string&) {
            return signing::Judged{.indication = "total-passed", .report = "{}"};
        };
        add_result_jobs(services);
        documents::add_jobs(papers);
        db::Transaction tx = database.superuser().begin({});
        documents::import_kinds(tx, base::find_resources() / "data/document_kinds.toml");
        tx.commit();
    }

    static signing::Hand hand_of(const crypto::Identity& identity)
    {
        return {.key = {.holder = signing::Holder::pkcs12,
                        .certificate = identity.certificate,
                        .chain = identity.chain},
                .signer = identity.signer()};
    }
    std::string key() { return base::new_uid(clock->now()); }
    static std::string draft_page(const std::string& dossier, const std::string& draft)
    {
        return "/dossiers/" + dossier + "/drafts/" + draft;
    }
    DraftWish a_wish()
    {
        return {.key = key(),
                .code = "KQ.G15.000020",
                .values = {{"paper", "Bằng tốt nghiệp"},
                           {"holder", "Nguyễn Thị Ánh"},
                           {"content", "Tốt nghiệp loại giỏi, khoá 2008"},
                           {"book", "Quyển 02, trang 15"}},
                .signer = commune.leader.official};
    }
    ResultDraft the_draft(const std::string& uid)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        const auto draft = store::find_draft(tx, uid);
        EXPECT_TRUE(draft);
        return draft ? *draft : ResultDraft{};
    }
    std::string content(const ResultDraft& draft)
    {
        return blobs.get(database.value("SELECT sha256 FROM dossier_files WHERE uid = '" + draft.file + "'"),
                         10 << 20);
    }
    std::vector<std::string> open_tasks(const std::string& dossier)
    {
        db::Transaction tx = database.pool().begin(scope_of(commune.leader));
        std::vector<std::string> out;
        for (const lists::Task& task : lists::tasks_of(tx, the(dossier).instance)) out.push_back(task.title);
        return out;
    }
    // A dossier whose specialist has looked into the register and makes the copy now.
    std::string in_the_making()
    {
        const std::string uid = received(a_reception()).uid;
        work(commune, uid, R"({"con_trong_so": true})");
        return uid;
    }
    documents::Actor writer(const Actor& actor) const
    {
        return {.agency = actor.agency,
                .official = actor.official,
                .role = actor.role,
                .name = actor.name,
                .post_title = actor.title,
                .request_id = "test"};
    }

    exchange::Services exchange;
    documents::Services papers;
    crypto::Identity leader_key = identity("Người 12");
    crypto::Identity seal_key = identity("UBND phường Kinh Bắc");
    signing::Hand leader = hand_of(leader_key);
    signing::Hand seal = hand_of(seal_key);
};

}  // namespace lt::dossiers
