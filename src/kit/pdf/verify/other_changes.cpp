// What may change outside of forms after a signature: data for validation, and notes on pages.
#include <algorithm>

#include "kit/pdf/verify/step_judge.h"

namespace lt::pdf {

// EN 319 142-1, 5.4.2.
bool StepJudge::validation_data()
{
    const Value& before = old_.catalog()["DSS"];
    const Value& after = new_.catalog()["DSS"];
    const Dictionary* is = new_.resolved(after).dictionary();
    if (is == nullptr) return before.is_null() || undefined("/DSS was taken away");
    static const std::set<std::string, std::less<>> kKeys{"Type", "Certs", "CRLs", "OCSPs", "VRI"};
    for (const auto& [key, value] : is->entries)
        if (!kKeys.contains(key)) return undefined("/DSS has an entry that does not belong there: /" + key);
    return validation_entries(before, after, 0);
}

// Lists and dictionaries may become others; the data in them are new or stay as they are.
bool StepJudge::validation_entries(const Value& before, const Value& after, int depth)
{
    const Value& is = new_.resolved(after);
    if (is.stream() != nullptr || depth > 4) return true;
    const Value& was = old_.resolved(before);
    if (!container(before, after, "/DSS")) return false;
    if (const Array* list = is.array()) {
        for (const Value& one : *list)
            if (new_.resolved(one).stream() == nullptr)
                return undefined("/DSS holds something else than streams");
        return true;
    }
    const Dictionary* dictionary = is.dictionary();
    if (dictionary == nullptr) return true;
    static const Dictionary kNone;
    const Dictionary* dictionary_was = was.dictionary();
    if (dictionary_was == nullptr) dictionary_was = &kNone;
    return std::all_of(dictionary->entries.begin(), dictionary->entries.end(), [&](const auto& entry) {
        return validation_entries((*dictionary_was)[entry.first], entry.second, depth + 1);
    });
}

bool StepJudge::page(int number)
{
    const Dictionary* was = old_.object(number).dictionary();
    const Dictionary* is = new_.object(number).dictionary();
    if (is == nullptr || is->repeated) return undefined("a page was taken away");
    for (const auto* one : {was, is})
        for (const auto& [key, value] : one->entries)
            if (key != "Annots" && !equal((*was)[key], (*is)[key]))
                return undefined("/" + key + " of a page was changed");
    unexplained_.erase(number);
    return annotations((*was)["Annots"], (*is)["Annots"]);
}

bool StepJudge::annotations(const Value& before, const Value& after)
{
    if (!container(before, after, "a list of annotations")) return false;
    const Array* was = old_.resolved(before).array();
    const Array* is = new_.resolved(after).array();
    static const Array kNone;
    if (was == nullptr) was = &kNone;
    if (is == nullptr) is = &kNone;
    std::size_t place = 0;
    for (const Value& one : *is) {
        // Those that are left out were taken away; the others keep their order, because later ones lie above.
        std::size_t found = place;
        while (found < was->size() && !equal((*was)[found], one)) ++found;
        new_.source().budget().spend(found - place + 1);
        if (found < was->size()) {
            for (; place < found; ++place) {
                const Dictionary* gone = old_.resolved((*was)[place]).dictionary();
                if (gone != nullptr && old_.get(*gone, "Subtype").name() == "Widget")
                    return undefined("a field was taken from its page");
                raise(Change::annotation);
            }
            place = found + 1;
            continue;
        }
        const Ref* ref = one.reference();
        if (ref != nullptr && new_widgets_.contains(ref->number)) continue;
        const Dictionary* added = new_.resolved(one).dictionary();
        if (added == nullptr || new_.get(*added, "Subtype").name() == "Widget" ||
            (ref != nullptr && was_there(ref->number)))
            return undefined("something was added to a page that is no note");
        raise(Change::annotation);
    }
    for (; place < was->size(); ++place) {
        const Dictionary* gone = old_.resolved((*was)[place]).dictionary();
        if (gone != nullptr && old_.get(*gone, "Subtype").name() == "Widget")
            return undefined("a field was taken from its page");
        raise(Change::annotation);
    }
    return true;
}

// An object that is no page: a list of annotations, or one of them.
bool StepJudge::annotation(int number)
{
    static const std::set<std::string_view> kKinds{
        "Text",    "Link",     "FreeText",  "Line",      "Square",        "Circle",
        "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",      "StrikeOut",
        "Stamp",   "Caret",    "Ink",       "Popup",     "FileAttachment"};
    const Value& before = old_.object(number);
    const Value& after = new_.object(number);
    if (before.array() != nullptr) {
        // Whose list it is: the page that refers to it, and no other object.
        const Dictionary* page = old_.object(known_.only_user(number)).dictionary();
        const Ref* list = page == nullptr ? nullptr : (*page)["Annots"].reference();
        if (list == nullptr || list->number != number || (*page)["Type"].name() != "Page")
            return undefined("object " + std::to_string(number) + " was changed");
        return annotations((*page)["Annots"], (*page)["Annots"]);
    }
    const Dictionary* was = before.dictionary();
    const Dictionary* is = after.dictionary();
    if (was == nullptr || before.stream() != nullptr || widgets_.contains(number) || !was->has("Rect") ||
        !kKinds.contains(old_.get(*was, "Subtype").name()))
        return undefined("object " + std::to_string(number) + " was changed");
    if (is != nullptr) {
        if (!equal((*was)["Subtype"], (*is)["Subtype"]))
            return undefined("a note turned into something else");
        if (!appearance((*was)["AP"], (*is)["AP"])) return false;
    }
    unexplained_.erase(number);
    raise(Change::annotation);
    return true;
}

}  // namespace lt::pdf
