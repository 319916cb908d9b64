// One step from a revision to the next, judged object by object. For changes.cpp and its parts only.
#pragma once

#include "kit/pdf/verify/changes.h"

namespace lt::pdf {

class StepJudge {
public:
    StepJudge(const ChangeJudge& known, const Revision& before, const std::vector<Field>& fields_before,
              const Revision& after, const std::vector<Field>& fields_after)
        : known_(known), old_(before), new_(after), old_fields_(fields_before), new_fields_(fields_after)
    {
    }
    Step judge();
    const std::set<int>& changed() const
    {
        return changed_;
    }  // numbers of objects that are other than before

private:
    // False where the new cross-references do more than to add to the old ones.
    bool find_changes();
    bool differs(int number) const;
    bool undefined(const std::string& why);
    void raise(Change change) { step_.change = std::max(step_.change, change); }

    bool trailer();
    bool catalog();
    bool metadata(const Value& before, const Value& after);
    bool permissions(const Dictionary& before, const Dictionary& after);
    bool form();
    bool form_entries(const Dictionary& before, const Dictionary& after);
    bool field_list(const Value& before, const Value& after);
    bool resources(const Value& before, const Value& after);
    bool old_field(const Field& before, const Field& after);
    bool field_key(const std::string& key, const Field& before, const Field& after);
    bool shows(const Field& field) const;
    bool new_field(const Field& field);
    bool signature_value(const Field& field);
    bool widget(int number, bool is_signed);
    bool appearance(const Value& before, const Value& after);
    bool text_is_shown(const Field& field);
    bool validation_data();
    bool validation_entries(const Value& before, const Value& after, int depth);
    bool page(int number);
    bool annotations(const Value& before, const Value& after);
    bool annotation(int number);

    // A reference that may lead to what is new, or to what it led to before: then whoever changed it in place must have been the only
    // one to use it.
    bool container(const Value& before, const Value& after, const char* what);
    bool was_there(int number) const { return !old_.object(number).is_null(); }
    bool used_once(int number) const;
    bool equal(const Value& a, const Value& b) const { return same(a, b, new_.source().budget()); }

    const ChangeJudge& known_;
    const Revision& old_;
    const Revision& new_;
    const std::vector<Field>& old_fields_;
    const std::vector<Field>& new_fields_;
    std::set<int> changed_{};
    std::set<int> unexplained_{};  // objects that were there and are others now
    std::set<int> new_widgets_{};  // of fields that were added
    std::set<int> widgets_{};      // of all fields
    Step step_{};
};

}  // namespace lt::pdf
