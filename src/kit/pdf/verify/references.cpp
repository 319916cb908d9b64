#include "kit/pdf/verify/references.h"

#include <tuple>

namespace lt::pdf {

References::References(const Revision& revision)
{
    for (const Section* section : revision.sections()) {
        if (section->trailer.repeated) contradiction_ = "a trailer contradicts itself";
        if (section->ambiguous) contradiction_ = "a cross-reference contradicts itself";
    }
    for (const auto& [key, value] : revision.trailer().entries)
        learn_value(value, 0, std::hash<std::string>()(key));
    for (const int number : revision.numbers()) want(number);
    while (!to_do_.empty()) {
        const int number = to_do_.back();
        to_do_.pop_back();
        visit(revision, number);
    }
}

void References::want(int number)
{
    if (seen_.insert(number).second) to_do_.push_back(number);
}

// What is read here is not kept: a file has more objects than its judge needs.
void References::visit(const Revision& revision, int number)
{
    Source& source = revision.source();
    const auto entry = revision.entry(number);
    if (entry && entry->kind == Entry::Kind::free) return;
    if (entry && entry->kind == Entry::Kind::compressed) {
        const int pack_number = static_cast<int>(entry->at);
        visit_pack(revision, pack_number);
        const Source::Packed* pack = revision.pack(pack_number);
        if (pack != nullptr && entry->detail < pack->index.size() &&
            pack->index[entry->detail].first == number)
            return;
    }
    if (entry && entry->kind == Entry::Kind::plain) {
        const std::size_t mark = source.budget().mark();
        if (const auto object = source.read_object(entry->at);
            object != nullptr && object->ref.number == number && object->end <= revision.end()) {
            if (static_cast<std::uint32_t>(object->ref.generation) != entry->detail) repaired_.insert(number);
            learn_value(object->value, number, 0);
            check(object->value, source.budget());
            source.budget().give_back(mark);
            return;
        }
    }
    if (entry) repaired_.insert(number);
    learn_value(revision.object(number), number, 0);
}

void References::visit_pack(const Revision& revision, int number)
{
    if (!packs_.insert(number).second) return;
    const Source::Packed* pack = revision.pack(number);
    if (pack == nullptr) return;
    Budget& budget = revision.source().budget();
    for (const auto& [packed, offset] : pack->index) {
        const std::size_t mark = budget.mark();
        Value value;
        if (Lexer(pack->bytes, offset, budget).take_value(value)) learn_value(value, packed, 0);
        check(value, budget);
        value = {};
        budget.give_back(mark);
    }
}

void References::learn_value(const Value& value, int number, std::size_t path)
{
    if (const Ref* ref = value.reference()) {
        users_[ref->number].emplace(number, path);
        want(ref->number);
    } else if (const Array* array = value.array()) {
        for (const Value& one : *array) learn_value(one, number, path * 31 + 1);
    } else if (const Dictionary* dictionary = value.dictionary()) {
        // The entries of a cross-reference stream are those of the trailer.
        const bool trailer = path == 0 && value.stream() != nullptr && (*dictionary)["Type"].name() == "XRef";
        for (const auto& [key, one] : dictionary->entries)
            learn_value(one, trailer ? 0 : number, path * 31 + std::hash<std::string>()(key));
    }
}

// What decides which document it is must not say two things.
void References::check(const Value& value, Budget& budget)
{
    static const std::set<std::string_view> kDeciding{"Catalog", "Pages", "Page", "Sig", "DocTimeStamp"};
    const Dictionary* dictionary = value.dictionary();
    if (dictionary == nullptr || !contradiction_.empty()) return;
    const std::string_view type = (*dictionary)["Type"].name();
    if ((kDeciding.contains(type) || dictionary->has("FT") || dictionary->has("Kids") ||
         dictionary->has("Fields")) &&
        contradicts_itself(value, budget))
        contradiction_ = "a " + std::string(type.empty() ? "Field" : type) + " dictionary contradicts itself";
}

void References::learn(const Revision& revision, int number)
{
    learn_value(revision.object(number), number, 0);
    if (const auto entry = revision.entry(number); entry && entry->kind == Entry::Kind::compressed)
        packs_.insert(static_cast<int>(entry->at));
    to_do_.clear();
}

bool References::used_once(int number) const
{
    const auto found = users_.find(number);
    return found == users_.end() || found->second.size() <= 1;
}

int References::only_user(int number) const
{
    const auto found = users_.find(number);
    return found == users_.end() || found->second.size() != 1 ? 0 : found->second.begin()->first;
}

std::string References::doubt() const
{
    for (const int number : repaired_)
        if (used(number))
            return "object " + std::to_string(number) + " is not where the cross-reference says";
    return contradiction_;
}

}  // namespace lt::pdf
