// Signatures with keys elsewhere, on the signer's machine or at a service, on top of the pages of a house; for database tests.
#pragma once

#include <string>

#include "dossiers/pages_fixture_dbtest.h"
#include "signing/plugin_testing.h"

namespace lt::dossiers {

template <class House>
class AwayFrom : public House, protected signing::PluginMachine {
protected:
    AwayFrom() : PluginMachine(House::router) {}

    // That its keys are registered in.
    virtual db::Scope key_scope(const Actor& actor) const { return scope_of(actor); }

    void log_in(const Actor& actor)
    {
        signing::log_in_for_plugin(this->database, actor.official, House::session_of(actor));
        this->sessions[House::session_of(actor)] = actor;
    }
    std::string add_plugin(const Actor& actor, signing::Whose whose, const crypto::Identity& who)
    {
        const auto uid = signing::add_plugin(this->signing, {key_scope(actor), actor.role, ""}, whose,
                                             who.certificate.pem());
        EXPECT_TRUE(uid) << (uid ? "" : uid.error().message.str());
        return uid ? *uid : "";
    }
    signing::Order order(const Actor& actor, const std::string& act)
    {
        const auto answer = this->post(actor, act + "/order");
        EXPECT_EQ(answer.status, 200) << answer.body;
        return signing::Order::of(answer.body);
    }
    // Of an act, by the address of its page.
    std::string row(const std::string& act, const std::string& column)
    {
        return this->database.value("SELECT " + column + "::text FROM signing_acts WHERE uid = '" +
                                    act.substr(act.rfind('/') + 1) + "'");
    }
};

}  // namespace lt::dossiers
