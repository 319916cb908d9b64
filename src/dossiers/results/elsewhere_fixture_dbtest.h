// Results that are signed with keys elsewhere, for database tests: on the signer's machine or at a service.
#pragma once

#include "dossiers/away_fixture_dbtest.h"
#include "dossiers/results/held.h"
#include "dossiers/results/pages.h"
#include "dossiers/results/results_fixture_dbtest.h"

namespace lt::dossiers {

class ElsewhereTest : public AwayFrom<ResultsTest> {
protected:
    ElsewhereTest()
    {
        for (const Actor& actor : {commune.leader, commune.clerk, department.leader}) log_in(actor);
    }
    db::Scope key_scope(const Actor& actor) const override { return result_scope(actor); }

    // A result that waits for the leader of the commune.
    std::string submitted()
    {
        dossier = in_the_making();
        const auto made = draft_result(services, commune.specialist, dossier, a_wish());
        EXPECT_TRUE(made) << (made ? "" : made.error().message.str());
        EXPECT_TRUE(submit_result(services, commune.specialist, *made, 1, true));
        return *made;
    }
    static std::string chosen(const ResultDraft& draft)
    {
        return draft.uid + ":" + std::to_string(draft.version);
    }
    http::Response send_list(const Actor& actor, const char* list, const std::string& with,
                             const std::vector<std::string>& drafts)
    {
        Fields fields{{"key", with}, {"pin", ""}};
        for (const std::string& uid : drafts) {
            fields.emplace_back("draft", chosen(the_draft(uid)));
            fields.emplace_back("step", uid);
        }
        return post(actor, list, fields);
    }
    // Where the signature goes on.
    std::string begin(const std::string& with, const std::vector<std::string>& drafts)
    {
        const auto sent = send_list(commune.leader, pages::kToSign, with, drafts);
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    std::string begin_seal(const std::string& with, const std::vector<std::string>& drafts)
    {
        const auto sent = send_list(commune.clerk, pages::kToSeal, with, drafts);
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    std::string signers(const std::string& draft)
    {
        return pdf::signers_of(content(the_draft(draft)), clock->now());
    }
    std::string last_number()
    {
        return database.value("SELECT last FROM dossier_series WHERE book LIKE 'result.%'");
    }
    std::string times(const std::string& action)
    {
        return database.value("SELECT count(*) FROM audit_events WHERE action = 'dossier.result_" + action +
                              "'");
    }

    std::string dossier{};  // of the last draft
};

}  // namespace lt::dossiers
