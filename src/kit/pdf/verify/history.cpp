#include "kit/pdf/verify/history.h"

#include <algorithm>

namespace lt::pdf {
namespace {

constexpr std::size_t kStepsOfSignature = 200'000;

}  // namespace

std::optional<History> History::read(Source& source)
{
    History out;
    const std::string_view bytes = source.bytes();
    const auto newest = [](const Revision& one) {
        return one.sections().empty() ? nullptr : one.sections().front();
    };
    for (std::size_t at = bytes.find("%%EOF"); at != std::string_view::npos;
         at = bytes.find("%%EOF", at + 5)) {
        std::size_t end = at + 5;
        if (bytes.substr(end, 2) == "\r\n")
            end += 2;
        else if (end < bytes.size() && (bytes[end] == '\n' || bytes[end] == '\r'))
            ++end;
        source.budget().spend(5000);
        auto one = Revision::read(source, end, Revision::Search::no);
        // The first mark of a linearised file, or one inside a stream, ends none.
        if (!one || newest(*one) == nullptr || !one->ends_properly()) continue;
        if (!out.revisions_.empty() && newest(out.revisions_.back()) == newest(*one)) continue;
        out.revisions_.push_back(std::move(*one));
    }
    auto whole = Revision::read(source, bytes.size(), Revision::Search::yes);
    if (!whole) return std::nullopt;
    if (out.revisions_.empty() || newest(*whole) != newest(out.revisions_.back())) {
        out.revisions_.push_back(std::move(*whole));
    } else {
        const std::string_view tail = bytes.substr(out.revisions_.back().end());
        out.loose_tail_ = !std::all_of(tail.begin(), tail.end(), is_space);
    }
    out.find_signatures();
    out.judge_steps();
    return out;
}

void History::find_signatures()
{
    std::set<std::pair<int, std::size_t>> seen;
    for (const Revision& revision : revisions_) {
        fields_.push_back(fields_of(revision));
        for (const Field& field : fields_.back()) {
            const Dictionary* dictionary = field.value.dictionary();
            if (field.type != "Sig" || dictionary == nullptr ||
                (!dictionary->has("ByteRange") && !dictionary->has("Contents")))
                continue;
            const Text* contents = dictionary->operator[]("Contents").text();
            if (!seen.emplace(field.object, contents == nullptr ? 0 : contents->begin).second) continue;
            FoundSignature found{.field = field.name, .dictionary = dictionary};
            found.lock = revision.get(*field.dictionary, "Lock").dictionary();
            found.range = signed_range(revision, *dictionary);
            signatures_.push_back(std::move(found));
        }
    }
    Source& source = revisions_.front().source();
    for (FoundSignature& one : signatures_) {
        if (!one.range.wrong.empty()) continue;
        // Each is looked for among all fields of its revision.
        source.budget().spend(kStepsOfSignature + 10 * fields_.back().size());
        const auto own = Revision::read(source, one.range.revision_end, Revision::Search::yes);
        const bool all = one.range.revision_end == source.bytes().size();
        for (std::size_t i = 0; own && i < revisions_.size(); ++i) {
            const Revision& revision = revisions_[i];
            if (own->sections() != revision.sections() ||
                own->searched_to() != (all ? own->searched_to() : revision.searched_to()))
                continue;
            // The signature is there, in that very revision.
            const bool there = std::any_of(fields_[i].begin(), fields_[i].end(), [&](const Field& field) {
                return field.name == one.field && field.value.dictionary() == one.dictionary;
            });
            if (there && (all || own->ends_properly())) one.revision = i;
        }
        if (!one.revision)
            one.range.wrong = "what is covered is not one whole revision of the file";
        else if (leads_into(*own, one.range))
            one.range.wrong = "the file has objects inside the signature";
    }
    std::stable_sort(signatures_.begin(), signatures_.end(),
                     [](const FoundSignature& a, const FoundSignature& b) {
                         // Those that cover nothing come last.
                         return std::pair(!a.revision, a.range.revision_end) <
                                std::pair(!b.revision, b.range.revision_end);
                     });
}

void History::judge_steps()
{
    first_step_ = revisions_.size();
    for (const FoundSignature& one : signatures_)
        if (one.revision) first_step_ = std::min(first_step_, *one.revision);
    if (first_step_ + 1 >= revisions_.size()) return;
    ChangeJudge judge(revisions_[first_step_]);
    for (std::size_t i = first_step_; i + 1 < revisions_.size(); ++i)
        steps_.push_back(judge.step(revisions_[i], fields_[i], revisions_[i + 1], fields_[i + 1]));
}

std::vector<Step> History::steps_after(std::size_t revision) const
{
    if (revision < first_step_ || revision - first_step_ >= steps_.size()) return {};
    return {steps_.begin() + static_cast<std::ptrdiff_t>(revision - first_step_), steps_.end()};
}

}  // namespace lt::pdf
