#include "kit/pdf/verify/changes.h"

#include <algorithm>

#include "kit/pdf/verify/layout.h"
#include "kit/pdf/verify/step_judge.h"

namespace lt::pdf {

Step ChangeJudge::step(const Revision& before, const std::vector<Field>& fields_before, const Revision& after,
                       const std::vector<Field>& fields_after)
{
    StepJudge judge(references_, before, fields_before, after, fields_after);
    Step out = judge.judge();
    for (const int number : judge.changed()) references_.learn(after, number);
    return out;
}

bool StepJudge::undefined(const std::string& why)
{
    if (step_.why.empty()) step_.why = why;
    step_.change = Change::undefined;
    return false;
}

bool StepJudge::differs(int number) const
{
    const Value& before = old_.object(number);
    const Value& after = new_.object(number);
    if (!equal(before, after)) return true;
    const Stream* left = before.stream();
    const Stream* right = after.stream();
    return left != nullptr && right != nullptr && old_.stream_data(*left) != new_.stream_data(*right);
}

bool StepJudge::find_changes()
{
    const auto& older = old_.sections();
    const auto& newer = new_.sections();
    if (older.empty() || newer.size() < older.size() ||
        !std::equal(older.begin(), older.end(), newer.end() - static_cast<std::ptrdiff_t>(older.size())) ||
        old_.searched_to() != new_.searched_to())
        return undefined("the revision before is not continued");
    if (const std::string why = unsound_update(old_, new_); !why.empty()) return undefined(why);
    for (std::size_t i = 0; i < newer.size() - older.size(); ++i) {
        for (const auto& [number, entry] : newer[i]->entries) {
            const auto was = old_.entry(number);
            const auto is = new_.entry(number);
            if (was == is) continue;
            if (!differs(number)) continue;
            changed_.insert(number);
            if (was_there(number)) unexplained_.insert(number);
        }
    }
    for (const int number : changed_) {
        if (known_.is_pack(number))
            return undefined("object stream " + std::to_string(number) + " is replaced");
        const bool used = known_.used(number);
        // What was referred to and was not there: defining it would change those who refer to it.
        if (!was_there(number) && used)
            return undefined("object " + std::to_string(number) + " was missing and is there now");
        // What nobody refers to, on the ways by which this very reader finds objects, is not shown; no reader has to find another way,
        // because the layout of the update is sound.
        if (!used) unexplained_.erase(number);
    }
    return true;
}

bool StepJudge::container(const Value& before, const Value& after, const char* what)
{
    const Ref* is = after.reference();
    if (is == nullptr) return true;
    const Ref* was = before.reference();
    if (was != nullptr && *was == *is) {
        if (!unexplained_.contains(is->number)) return true;
        if (!known_.used_once(is->number)) return undefined(std::string(what) + " is used elsewhere, too");
        unexplained_.erase(is->number);
        return true;
    }
    if (was_there(is->number)) return undefined(std::string(what) + " is redirected to an older object");
    return true;
}

Step StepJudge::judge()
{
    for (const Field& field : new_fields_) {
        if (field.object != 0) widgets_.insert(field.object);
        widgets_.insert(field.widgets.begin(), field.widgets.end());
    }
    if (!find_changes() || !trailer() || !catalog() || !form() || !validation_data()) return step_;
    const std::set<int> rest = unexplained_;
    for (const int number : rest) {
        if (!unexplained_.contains(number)) continue;
        const Dictionary* dictionary = old_.object(number).dictionary();
        const bool is_page = dictionary != nullptr && dictionary->operator[]("Type").name() == "Page";
        if (is_page ? !page(number) : !annotation(number)) return step_;
    }
    if (!unexplained_.empty()) undefined("object " + std::to_string(*unexplained_.begin()) + " was changed");
    return step_;
}

bool StepJudge::trailer()
{
    static const std::set<std::string, std::less<>> kFree{
        "Size",  "Prev",   "XRefStm", "ID",          "Info", "Type",        "W",
        "Index", "Length", "Filter",  "DecodeParms", "DL",   "DocChecksum", "AdditionalStreams"};
    const Dictionary& before = old_.trailer();
    const Dictionary& after = new_.trailer();
    for (const auto* one : {&before, &after})
        for (const auto& [key, value] : one->entries)
            if (!kFree.contains(key) && !equal(before[key], after[key]))
                return undefined("/" + key + " of the trailer was changed");
    return !after.has("Info") || container(before["Info"], after["Info"], "/Info");
}

bool StepJudge::catalog()
{
    static const std::set<std::string, std::less<>> kElsewhere{"AcroForm", "DSS", "Metadata", "Perms"};
    static const std::set<std::string, std::less<>> kFree{"Extensions", "Version", "MarkInfo"};
    const Dictionary& before = old_.catalog();
    const Dictionary& after = new_.catalog();
    if (after.repeated) return undefined("the catalogue contradicts itself");
    for (const auto* one : {&before, &after})
        for (const auto& [key, value] : one->entries)
            if (!kElsewhere.contains(key) && !kFree.contains(key) && !equal(before[key], after[key]))
                return undefined("/" + key + " of the catalogue was changed");
    for (const auto& key : kFree)
        if (after.has(key) && !container(before[key], after[key], key.c_str())) return false;
    if (const Ref* root = new_.trailer()["Root"].reference()) unexplained_.erase(root->number);
    return metadata(before["Metadata"], after["Metadata"]) && permissions(before, after);
}

bool StepJudge::metadata(const Value& before, const Value& after)
{
    const Ref* ref = after.reference();
    if (equal(before, after) && (ref == nullptr || !changed_.contains(ref->number))) return true;
    const Stream* stream = new_.resolved(after).stream();
    const auto content = stream == nullptr ? std::nullopt : new_.stream_content(*stream);
    if (!content || content->find("rdf:RDF") == std::string::npos) return undefined("/Metadata is no XMP");
    return container(before, after, "/Metadata");
}

// A certifying signature, the first of all, says so in the catalogue (12.8.4).
bool StepJudge::permissions(const Dictionary& before, const Dictionary& after)
{
    const Ref* ref = after["Perms"].reference();
    if (ref != nullptr && before.has("Perms") && changed_.contains(ref->number))
        return undefined("/Perms was changed");
    if (equal(before["Perms"], after["Perms"])) return true;
    const bool first = std::none_of(old_fields_.begin(), old_fields_.end(),
                                    [](const Field& field) { return field.is_signed(); });
    if (before.has("Perms") || !first) return undefined("/Perms was changed");
    return container(before["Perms"], after["Perms"], "/Perms");
}

}  // namespace lt::pdf
