// See supplements.h.
#include "dossiers/portal/supplements.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/before.h"

namespace lt::dossiers::portal {
namespace {

int count_of(const Paper& paper) { return paper.originals + paper.certified + paper.copies; }

// What the act changed, as it was before.
Before::Beside changed_by(const Event* event)
{
    if (event == nullptr || event->before.empty()) return {};
    return before_from_json(event->before).beside.value_or(Before::Beside{});
}

const Paper* find_paper(const std::vector<Paper>& papers, int no)
{
    const auto found = std::ranges::find(papers, no, &Paper::no);
    return found == papers.end() ? nullptr : &*found;
}

// How many of the paper were there once the supplement had come: as many as before the next one, or as there are now.
int count_after(const Facts& facts, const Event& came, const Paper& now)
{
    for (const Event& event : facts.history) {
        if (event.no <= came.no || event.act != ActKind::supplemented || is_taken_back(facts, event.no))
            continue;
        const Before::Beside before = changed_by(&event);
        if (const Paper* paper = find_paper(before.papers, now.no)) return count_of(*paper);
    }
    return count_of(now);
}

}  // namespace

bool is_taken_back(const Facts& facts, int no)
{
    return std::ranges::any_of(facts.history, [&](const Event& event) {
        if (event.act != ActKind::take_back) return false;
        const auto detail = nlohmann::json::parse(event.detail, nullptr, false);
        return detail.is_object() && detail.value("no", 0) == no;
    });
}

std::vector<Supplement> supplements_of(const Facts& facts, int up_to)
{
    std::vector<Supplement> out;
    for (const Event& event : facts.history) {
        if (is_taken_back(facts, event.no)) continue;
        if (event.act == ActKind::ask_supplement) {
            if (event.no > up_to) break;
            out.push_back({.asked = &event});
        }
        if (event.act == ActKind::supplemented && !out.empty()) {
            out.back().came = &event;
            out.back().has_come = event.no <= up_to;
        }
    }
    return out;
}

std::vector<Supplemented> papers_of(const Facts& facts, const Supplement& supplement)
{
    const Before::Beside before = changed_by(supplement.came);
    std::vector<const File*> files;
    for (const File& file : facts.files)
        if (supplement.has_come && std::ranges::find(before.files, file.uid) != before.files.end())
            files.push_back(&file);
    std::vector<Supplemented> out;
    for (const Paper& now : facts.papers) {
        const Paper* was = supplement.came == nullptr ? &now : find_paper(before.papers, now.no);
        Supplemented one{.code = now.code, .name = now.name, .why = was == nullptr ? "" : was->missing};
        if (was != nullptr && supplement.has_come)
            one.count = std::max(0, count_after(facts, *supplement.came, now) - count_of(*was));
        for (const File* file : files)
            if (file->paper == now.no) one.files.push_back(file);
        if (!one.why.empty() || one.count > 0 || !one.files.empty()) out.push_back(std::move(one));
    }
    for (const File* file : files)
        if (find_paper(facts.papers, file->paper) == nullptr)
            out.push_back({.name = file->name, .files = {file}});
    return out;
}

bool is_paid_with(const Fee& fee, const Supplement& supplement)
{
    return fee.paid_at && *fee.paid_at >= supplement.asked->at &&
           (supplement.came == nullptr || *fee.paid_at <= supplement.came->at);
}

}  // namespace lt::dossiers::portal
