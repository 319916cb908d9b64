// What may change in a form after a signature: values of fields that were there and their appearances, and new places for signatures.
#include <algorithm>

#include "kit/pdf/verify/drawn.h"
#include "kit/pdf/verify/step_judge.h"

namespace lt::pdf {
namespace {

constexpr std::int64_t kReadOnly = 1;                  // of /Ff
constexpr std::int64_t kAnnotationLocked = 128 | 512;  // of /F
constexpr std::int64_t kPrinted = 4;

std::int64_t flags_of(const Revision& revision, const Dictionary& dictionary, std::string_view key)
{
    const std::int64_t* flags = revision.get(dictionary, key).integer();
    return flags == nullptr ? 0 : *flags;
}

bool adds_only(std::int64_t before, std::int64_t after, std::int64_t allowed)
{
    return (before & ~after) == 0 && ((after & ~before) & ~allowed) == 0;
}

}  // namespace

bool StepJudge::form()
{
    const Value& before = old_.catalog()["AcroForm"];
    const Value& after = new_.catalog()["AcroForm"];
    const Dictionary* form_before = old_.resolved(before).dictionary();
    const Dictionary* form_after = new_.resolved(after).dictionary();
    if (form_after == nullptr) return form_before == nullptr || undefined("the form was taken away");
    static const Dictionary kNone;
    if (!container(before, after, "/AcroForm") ||
        !form_entries(form_before == nullptr ? kNone : *form_before, *form_after))
        return false;
    std::map<std::string, std::size_t> names;
    std::map<int, const Field*> there;
    for (const Field& field : new_fields_) {
        if (++names[field.name] > 1) return undefined("two fields have the name “" + field.name + "”");
        there.emplace(field.object, &field);
    }
    std::set<int> known;
    for (const Field& field : old_fields_) {
        if (field.object == 0) continue;  // it stands in a list that did not change
        known.insert(field.object);
        const auto found = there.find(field.object);
        if (found == there.end() || found->second->name != field.name || found->second->type != field.type)
            return undefined("field “" + field.name + "” was taken away or turned into another");
        if (!old_field(field, *found->second)) return false;
    }
    for (const Field& field : new_fields_)
        if (field.object != 0 && !known.contains(field.object) && !new_field(field)) return false;
    return true;
}

bool StepJudge::form_entries(const Dictionary& before, const Dictionary& after)
{
    if (after.repeated) return undefined("the form contradicts itself");
    for (const auto* one : {&before, &after})
        for (const auto& [key, value] : one->entries) {
            if (equal(before[key], after[key]) &&
                (value.reference() == nullptr || !changed_.contains(value.reference()->number)))
                continue;
            if (key == "Fields") {
                if (!field_list(before[key], after[key])) return false;
            } else if (key == "SigFlags") {
                if (!adds_only(flags_of(old_, before, key), flags_of(new_, after, key), 3))
                    return undefined("/SigFlags was changed");
            } else if (key == "DR") {
                if (!resources(before[key], after[key])) return false;
            } else if (key == "NeedAppearances") {
                // With it, a viewer draws fields as it likes.
                const bool* needed = new_.get(after, key).boolean();
                if (needed != nullptr && *needed) return undefined("/NeedAppearances was set");
            } else if (key != "DA" || before.has(key)) {
                return undefined("/" + key + " of the form was changed");
            }
        }
    return true;
}

// The old list goes on; new fields stand behind it.
bool StepJudge::field_list(const Value& before, const Value& after)
{
    const Array* was = old_.resolved(before).array();
    const Array* is = new_.resolved(after).array();
    if (is == nullptr) return undefined("the list of fields was taken away");
    std::size_t place = 0;
    for (const Value& one : *is)
        if (was != nullptr && place < was->size() && equal((*was)[place], one))
            ++place;
        else if (one.reference() == nullptr)
            return undefined("a field has no object of its own");
    if (was != nullptr && place < was->size()) return undefined("a field was taken away");
    return container(before, after, "the list of fields");
}

// Fonts and the like may be added for new fields; those that are there stay as they are.
bool StepJudge::resources(const Value& before, const Value& after)
{
    const Dictionary* was = old_.resolved(before).dictionary();
    const Dictionary* is = new_.resolved(after).dictionary();
    if (is == nullptr) return undefined("/DR was taken away");
    if (!container(before, after, "/DR")) return false;
    if (was == nullptr) return true;
    for (const auto& [kind, value] : was->entries) {
        const Value& now = (*is)[kind];
        const Dictionary* names = old_.resolved(value).dictionary();
        if (names == nullptr) {
            if (!equal(value, now)) return undefined("/DR was changed");
            continue;
        }
        const Dictionary* names_now = new_.resolved(now).dictionary();
        if (names_now == nullptr || !container(value, now, "/DR")) return undefined("/DR was changed");
        for (const auto& [name, resource] : names->entries)
            if (!equal(resource, (*names_now)[name]))
                return undefined("/" + name + " of the form's resources was changed");
    }
    return true;
}

bool StepJudge::old_field(const Field& before, const Field& after)
{
    const bool was_signed = before.is_signed();
    const std::size_t left = unexplained_.size();
    for (const int number : before.widgets)
        if (unexplained_.contains(number) && !widget(number, before, after)) return false;
    // Appearances may change in place while the field itself does not.
    if (!was_signed && redrawn_wrongly(*before.dictionary, *after.dictionary, before, after)) return false;
    if (!was_signed && !appearance((*before.dictionary)["AP"], (*after.dictionary)["AP"])) return false;
    if (unexplained_.contains(before.object)) {
        if (after.dictionary->repeated) return undefined("field “" + before.name + "” contradicts itself");
        if (was_signed && before.value_object != after.value_object)
            return undefined("the signature in “" + before.name + "” was taken away or replaced");
        for (const auto* one : {before.dictionary, after.dictionary})
            for (const auto& [key, value] : one->entries)
                if (!equal((*before.dictionary)[key], (*after.dictionary)[key]) &&
                    !field_key(key, before, after))
                    return step_.change == Change::undefined
                               ? false
                               : undefined("/" + key + " of the field “" + before.name + "” was changed");
        unexplained_.erase(before.object);
    }
    const bool filled = value_changed(before, after);
    if (filled && after.type == "Sig") return signature_value(after);
    if (filled && !container((*before.dictionary)["V"], (*after.dictionary)["V"], "a field's value"))
        return false;
    // Only flags that close it further, which filling in does as well, leave a field as it was.
    if (!filled && unexplained_.size() == left) return true;
    raise(Change::form_filling);
    step_.fields.insert(before.name);
    return value_is_shown(before, after);
}

bool StepJudge::field_key(const std::string& key, const Field& before, const Field& after)
{
    const Dictionary& was = *before.dictionary;
    const Dictionary& is = *after.dictionary;
    if (key == "Ff") return adds_only(flags_of(old_, was, key), flags_of(new_, is, key), kReadOnly);
    if (key == "Type") return new_.get(is, key).name() == "Annot";
    if (before.is_signed()) return false;
    const bool signs = before.type == "Sig";
    if (key == "F")
        return adds_only(flags_of(old_, was, key), flags_of(new_, is, key),
                         kAnnotationLocked | (signs ? kPrinted : 0));
    if (key == "V" || key == "AP" || key == "M") return true;
    if (signs) {
        if (key == "Lock" || key == "P") return !was.has(key);
        return key == "MK" && !was.has(key) && new_.get(is, key).dictionary() != nullptr &&
               new_.get(is, key).dictionary()->entries.empty();
    }
    if (key == "AS") return has_state(was, is);
    return key == "DA" || key == "Q" || key == "I";
}

// A button shows one of the pictures that it had.
bool StepJudge::has_state(const Dictionary& was, const Dictionary& is) const
{
    const std::string_view state = new_.get(is, "AS").name();
    const Dictionary* pictures = old_.get(was, "AP").dictionary();
    const Dictionary* states = pictures == nullptr ? nullptr : old_.get(*pictures, "N").dictionary();
    return state == "Off" || (states != nullptr && states->has(state));
}

// Some part of the field has a place on a page.
bool StepJudge::shows(const Field& field) const
{
    const auto has_area = [&](int number) {
        const Dictionary* widget = new_.object(number).dictionary();
        return widget != nullptr && area_of(new_, *widget);
    };
    return area_of(new_, *field.dictionary) ||
           std::any_of(field.widgets.begin(), field.widgets.end(), has_area);
}

bool StepJudge::new_field(const Field& field)
{
    if (field.type != "Sig" || field.grouped || field.group || field.name.empty())
        return undefined("a field “" + field.name + "” was added");
    if (was_there(field.object)) return undefined("an older object became the field “" + field.name + "”");
    for (const int number : field.widgets)
        if (was_there(number))
            return undefined("an older object became a part of the field “" + field.name + "”");
    // What is drawn there without a signature is a picture of somebody's choice over the page.
    if (!field.is_signed() && is_drawn(field))
        return undefined("the field “" + field.name + "” was drawn without being signed");
    new_widgets_.insert(field.object);
    new_widgets_.insert(field.widgets.begin(), field.widgets.end());
    if (shows(field)) {
        // A place for a signature is drawn over the page: what it covers can't be read any more.
        step_.covers = step_.covers || covers_content(new_, field.object) ||
                       std::any_of(field.widgets.begin(), field.widgets.end(),
                                   [&](int number) { return covers_content(new_, number); });
        raise(Change::form_filling);
        step_.fields.insert(field.name);
        step_.new_visible_field = true;
    }
    return !field.is_signed() || signature_value(field);
}

bool StepJudge::is_drawn(const Field& field) const
{
    const auto seen = [&](const Dictionary* widget) {
        return widget != nullptr && widget->has("AP") && area_of(new_, *widget);
    };
    return seen(field.dictionary) || std::any_of(field.widgets.begin(), field.widgets.end(), [&](int number) {
               return seen(new_.object(number).dictionary());
           });
}

bool StepJudge::signature_value(const Field& field)
{
    const Dictionary* value = field.value.dictionary();
    if (value == nullptr || !value->has("ByteRange") || !value->has("Contents"))
        return undefined("the field “" + field.name + "” holds no signature");
    if (field.value_object == 0 || was_there(field.value_object))
        return undefined("an older object became the signature in “" + field.name + "”");
    const bool stamp = new_.get(*value, "Type").name() == "DocTimeStamp";
    const bool token = new_.get(*value, "SubFilter").name() == "ETSI.RFC3161";
    // Nobody signs with it, and it counts for no verdict: it must not look like a seal.
    if ((stamp || token) && is_drawn(field))
        return undefined("a document timestamp is drawn in “" + field.name + "”");
    // A timestamp of the whole file says nothing and shows nothing: it is no change.
    if (!shows(field) && stamp && token) return true;
    const bool later =
        std::any_of(old_fields_.begin(), old_fields_.end(), [](const Field& one) { return one.is_signed(); });
    const Array* references = new_.get(*value, "Reference").array();
    for (std::size_t i = 0; references != nullptr && i < references->size(); ++i) {
        const Dictionary* one = new_.resolved((*references)[i]).dictionary();
        if (later && one != nullptr && new_.get(*one, "TransformMethod").name() == "DocMDP")
            return undefined("a second signature certifies");
    }
    raise(Change::form_filling);
    step_.fields.insert(field.name);
    return true;
}

// A widget that is not its field itself.
bool StepJudge::widget(int number, const Field& before, const Field& after)
{
    const Dictionary* was = old_.object(number).dictionary();
    const Dictionary* is = new_.object(number).dictionary();
    if (was == nullptr || is == nullptr || is->repeated || before.is_signed())
        return undefined("a widget was changed");
    if (redrawn_wrongly(*was, *is, before, after)) return false;
    for (const auto* one : {was, is})
        for (const auto& [key, value] : one->entries) {
            if (equal((*was)[key], (*is)[key]) || key == "M") continue;
            if (key == "AS" && has_state(*was, *is)) continue;
            if (key == "AP" && appearance((*was)[key], (*is)[key])) continue;
            if (key == "F" &&
                adds_only(flags_of(old_, *was, key), flags_of(new_, *is, key), kAnnotationLocked | kPrinted))
                continue;
            return undefined("/" + key + " of a widget was changed");
        }
    unexplained_.erase(number);
    raise(Change::form_filling);
    return true;
}

// Appearances are new, or those that were there and belong to this field alone.
bool StepJudge::appearance(const Value& before, const Value& after)
{
    if (after.is_null()) return true;
    const Dictionary* is = new_.resolved(after).dictionary();
    if (is == nullptr) return undefined("an appearance was changed");
    // Whoever else uses the old one may have been shown through it.
    if (const Ref* ref = before.reference(); ref != nullptr && !known_.used_once(ref->number) &&
                                             (!equal(before, after) || changed_.contains(ref->number)))
        return undefined("an appearance is used elsewhere, too");
    if (!container(before, after, "an appearance")) return false;
    const Dictionary* was = old_.resolved(before).dictionary();
    static const Dictionary kNone;
    if (was == nullptr) was = &kNone;
    for (const auto& [key, value] : is->entries) {
        if (!container((*was)[key], value, "an appearance")) return false;
        const Value& state = new_.resolved(value);
        if (state.stream() != nullptr || state.dictionary() == nullptr) continue;
        const Dictionary* state_was = old_.resolved((*was)[key]).dictionary();
        for (const auto& [name, one] : state.dictionary()->entries)
            if (!container(state_was == nullptr ? kNone[name] : (*state_was)[name], one, "an appearance"))
                return false;
    }
    return true;
}

}  // namespace lt::pdf
