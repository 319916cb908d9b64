// Batches whose papers are signed with keys elsewhere; for database tests.
#pragma once

#include "dossiers/away_fixture_dbtest.h"
#include "dossiers/batches/batches_fixture_dbtest.h"
#include "dossiers/batches/pages.h"

namespace lt::dossiers::batches {

class BatchElsewhereTest : public AwayFrom<BatchesTest> {
protected:
    static constexpr const char* kNew = "/dossiers/batches/new";

    BatchElsewhereTest()
    {
        for (const Actor& actor : {commune.desk, commune.specialist, department.desk}) log_in(actor);
    }
    static Fields with(Fields form, const std::string& key)
    {
        form.emplace_back("key", key);
        form.emplace_back("pin", "");
        return form;
    }
    static std::string batch_in(const Fields& form)
    {
        for (const auto& [name, value] : form)
            if (name == "batch") return value;
        return {};
    }
    // Where the signature of the slip goes on.
    std::string begin(const Fields& form, const std::string& key)
    {
        const auto sent = post(commune.desk, kNew, with(form, key));
        EXPECT_EQ(sent.status, 303) << sent.body;
        EXPECT_TRUE(location(sent).starts_with("/dossiers/handing/")) << location(sent);
        return location(sent);
    }
    // Likewise of the record.
    http::Response send_taking(const std::string& batch, const std::string& key, Fields lines)
    {
        lines.emplace_back("action", "sign");
        return post(commune.specialist, pages::batch_path(batch) + "/receipt", with(std::move(lines), key));
    }
    std::string begin_taking(const std::string& batch, const std::string& key, const Fields& lines)
    {
        const auto sent = send_taking(batch, key, lines);
        EXPECT_EQ(sent.status, 303) << sent.body;
        return location(sent);
    }
    // "1givenfalse": number, state and whether it was received with a record; each has its slip.
    std::string all_batches()
    {
        return database.value(
            "SELECT coalesce(string_agg(number || state || (sha256 IS NOT NULL)::text, ' ' ORDER BY number), '') "
            "FROM hand_over_batches WHERE slip_sha256 IS NOT NULL");
    }
    // The last number of the series and how many of them forms have.
    std::string numbers()
    {
        return database.value("SELECT (SELECT last FROM dossier_series WHERE book = 'batch_dossiers') || ' ' "
                              "|| (SELECT count(*) FROM hand_over_numbers)");
    }
    std::string paper(const std::string& batch, const std::string& column)
    {
        return blobs.get(
            database.value("SELECT " + column + " FROM hand_over_batches WHERE uid = '" + batch + "'"),
            1 << 24);
    }
    std::string signers(const std::string& batch, const std::string& column)
    {
        return pdf::signers_of(paper(batch, column), clock->now());
    }
    std::string times(const std::string& action)
    {
        return count("audit_events WHERE action = 'batch." + action + "'");
    }

    crypto::Identity giver = identity("Người 11");
    crypto::Identity taker = identity("Người 13");
};

}  // namespace lt::dossiers::batches
