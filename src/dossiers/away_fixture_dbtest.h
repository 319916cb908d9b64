// Signatures with keys elsewhere, on the signer's machine or at a service, on top of the pages of a house; for database tests.
#pragma once

#include <string>
#include <vector>

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
    // Neither somebody else nor the same official in another post goes on with it.
    void expect_only(const Actor& owner, const std::string& act, const std::vector<Actor>& others,
                     directory::Role other_post)
    {
        for (const Actor& who : others) {
            EXPECT_EQ(this->get(who, act).status, 404) << who.name;
            EXPECT_EQ(this->post(who, act + "/order").status, 404) << who.name;
            EXPECT_EQ(this->post(who, act + "/closure").status, 404) << who.name;
        }
        Actor elsewhere = owner;
        elsewhere.role = other_post;
        EXPECT_EQ(this->get(elsewhere, act).status, 403);
    }
    // What is good otherwise is not taken once the session is over; then it goes on.
    void expect_refused_without_session(const Actor& owner, const signing::Order& next,
                                        const std::string& good)
    {
        this->sessions.clear();
        EXPECT_TRUE(says(delivered(next.deliver(), good), "đăng xuất"));
        this->sessions[House::session_of(owner)] = owner;
        signing::log_out_for_plugin(this->database, House::session_of(owner));
        EXPECT_TRUE(says(delivered(next.deliver(), good), "đăng xuất"))
            << "the database itself looks once more";
        log_in(owner);
    }
    // Of an act, by the address of its page.
    std::string row(const std::string& act, const std::string& column)
    {
        return this->database.value("SELECT " + column + "::text FROM signing_acts WHERE uid = '" +
                                    act.substr(act.rfind('/') + 1) + "'");
    }
};

}  // namespace lt::dossiers
