// What is known of the owner before anybody types it, put into the empty questions of the reception's form. What was typed is never
// overwritten, what was filled and then cleared is not filled again, and where an answer came from is said until it is changed. Fill for
// another owner, and what nobody has changed goes with the one before.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "dossiers/digitise/reuse.h"
#include "dossiers/pages/call.h"
#include "forms/fill.h"

namespace lt::dossiers::pages {

class FirstAnswers {
public:
    // `owner` as typed; `kept` as the desk knows him by his number.
    FirstAnswers(const Call& call, const procedures::Version& version, const http::Form& typed,
                 const Person& owner, const std::optional<Person>& kept);

    // From the owner himself, and from his newest earlier dossier in this agency that answers questions of this form: a look at it.
    void fill_from_owner(db::Transaction& tx);
    // From confirmed papers of his data vault, which are offered behind his consent only. A use, on record.
    void fill_from_vault(db::Transaction& tx, const std::vector<Reusable>& offered);

    // The citizen has not agreed, or no more: what was filled from the vault and nobody has changed goes.
    void forget_vault();

    // Whether the page did not show this form before.
    bool is_first() const { return is_first_; }
    // What was sent, with what is filled.
    const http::Form& form() const { return form_; }
    // Where an answer came from, in words, by the name of its input.
    std::map<std::string, std::string, std::less<>> hints() const;
    // What the next sending of the form has to bring along, in the field kField.
    std::string marks() const;
    static constexpr const char* kField = "filled";

private:
    struct Mark {
        std::string source{};
        std::string value{};
    };

    using Marks = std::map<std::string, Mark, std::less<>>;

    void read_marks(const std::string& json);
    void forget_other_owner(const std::string& owner);
    // Takes out what was filled from sources that begin so, and is as it was filled.
    void forget(std::string_view source);
    // Names of the inputs that were filled now.
    std::vector<std::string> fill(const forms::Facts& facts, const std::string& earlier);
    forms::Facts facts_of_owner() const;
    // Where a question asks the vault first, what an earlier dossier said gives way; out of the form, and back where it has to stay.
    Marks take_out_earlier(const forms::Facts& facts);

    const Call& call_;
    const procedures::Version& version_;
    const Person& owner_;
    const std::optional<Person>& kept_;
    std::optional<forms::Schema> schema_{};  // nothing: the procedure asks nothing
    http::Form form_;
    bool is_first_ = true;
    std::string marked_owner_{};  // for whom it was filled; "": nobody yet
    std::optional<std::string>
        earlier_{};  // code of the earlier dossier, "" for none; nothing: not looked for
    Marks marks_{};
};

// The commune of the owner where the form says it of nobody else; "" for unknown.
std::string commune_told(const procedures::Version& version, const std::string& answers, const Person& owner);

}  // namespace lt::dossiers::pages
