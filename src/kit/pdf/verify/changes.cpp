#include "kit/pdf/verify/changes.h"

#include <algorithm>

#include "kit/pdf/verify/step_judge.h"

namespace lt::pdf {

ChangeJudge::ChangeJudge(const Revision& first)
{
    Budget& budget = first.source().budget();
    for (const auto& [key, value] : first.trailer().entries)
        learn_value(value, 0, std::hash<std::string>()(key));
    for (const int number : first.numbers()) {
        const auto entry = first.entry(number);
        if (!entry || entry->kind != Entry::Kind::plain) continue;
        const std::size_t mark = budget.mark();
        if (const auto object = first.source().read_object(entry->at)) {
            learn_value(object->value, number, 0);
            budget.give_back(mark);
        }
    }
    // Objects that are packed: each object stream once, nothing kept but its bytes.
    for (const int number : first.numbers()) {
        const auto entry = first.entry(number);
        if (!entry || entry->kind != Entry::Kind::compressed) continue;
        if (!packs_.insert(static_cast<int>(entry->at)).second) continue;
        std::ignore = first.object(number);
        const auto place = first.entry(static_cast<int>(entry->at));
        if (!place) continue;
        const auto pack = first.source().packed.find(place->at);
        if (pack == first.source().packed.end()) continue;
        for (const auto& [packed, offset] : pack->second->index) {
            const std::size_t mark = budget.mark();
            Value value;
            if (Lexer(pack->second->bytes, offset, budget).take_value(value)) learn_value(value, packed, 0);
            value = {};
            budget.give_back(mark);
        }
    }
}

void ChangeJudge::learn_value(const Value& value, int number, std::size_t path)
{
    if (const Ref* ref = value.reference()) {
        referrers_[ref->number].emplace(number, path);
    } else if (const Array* array = value.array()) {
        for (const Value& one : *array) learn_value(one, number, path * 31 + 1);
    } else if (const Dictionary* dictionary = value.dictionary()) {
        // The entries of a cross-reference stream are those of the trailer.
        const bool trailer = path == 0 && value.stream() != nullptr && (*dictionary)["Type"].name() == "XRef";
        for (const auto& [key, one] : dictionary->entries)
            learn_value(one, trailer ? 0 : number, path * 31 + std::hash<std::string>()(key));
    }
}

void ChangeJudge::learn(const Revision& revision, int number)
{
    learn_value(revision.object(number), number, 0);
    if (const auto entry = revision.entry(number); entry && entry->kind == Entry::Kind::compressed)
        packs_.insert(static_cast<int>(entry->at));
}

Step ChangeJudge::step(const Revision& before, const std::vector<Field>& fields_before, const Revision& after,
                       const std::vector<Field>& fields_after)
{
    StepJudge judge(*this, before, fields_before, after, fields_after);
    Step out = judge.judge();
    for (const int number : judge.changed()) learn(after, number);
    return out;
}

bool StepJudge::undefined(const std::string& why)
{
    if (step_.why.empty()) step_.why = why;
    step_.change = Change::undefined;
    return false;
}

bool StepJudge::used_once(int number) const
{
    const auto found = known_.referrers_.find(number);
    return found == known_.referrers_.end() || found->second.size() <= 1;
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
    if (!new_.ends_properly()) return undefined("the file does not end as a PDF file");
    for (std::size_t i = 0; i < newer.size() - older.size(); ++i) {
        const Section& section = *newer[i];
        if (section.ambiguous) return undefined("the cross-reference contradicts itself");
        if (section.at < old_.end())
            return undefined("a cross-reference inside the signed bytes comes to life");
        for (const auto& [number, entry] : section.entries) {
            const auto was = old_.entry(number);
            const auto is = new_.entry(number);
            if (was == is) continue;
            if (is && is->kind == Entry::Kind::plain && is->at < old_.end())
                return undefined("object " + std::to_string(number) + " is redirected to older bytes");
            if (is && was && is->kind == Entry::Kind::plain && was->kind == Entry::Kind::plain &&
                is->detail != was->detail)
                return undefined("object " + std::to_string(number) + " changes its generation");
            if (!differs(number)) continue;
            changed_.insert(number);
            if (was_there(number)) unexplained_.insert(number);
        }
    }
    for (const int number : changed_) {
        if (known_.packs_.contains(number))
            return undefined("object stream " + std::to_string(number) + " is replaced");
        const bool used = known_.referrers_.contains(number);
        // What was referred to and was not there: defining it would change those who refer to it.
        if (!was_there(number) && used)
            return undefined("object " + std::to_string(number) + " was missing and is there now");
        // What nobody refers to is not shown, whatever it is.
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
        if (!used_once(is->number)) return undefined(std::string(what) + " is used elsewhere, too");
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
