// One procedure as a reader sees it.
#include <map>
#include <set>

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "procedures/pages/call.h"
#include "procedures/pages/words.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

std::string joined(const std::vector<std::string>& texts)
{
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

void add_fact(View& facts, const std::string& key, const std::string& value)
{
    if (!value.empty()) facts.push_back({{"key", key}, {"value", value}});
}

View lines_of(const std::string& text)
{
    View out = View::array();
    for (std::size_t from = 0; from < text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        if (end > from) out.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return out;
}

View term_of_way(const Term& term, const page::Words& tr)
{
    View times = View::array();
    for (const Duration& one : term.durations)
        times.push_back({{"text", said(one, tr)}, {"case", one.condition}});
    const auto instead = [&](const std::string& text) { times.push_back({{"text", text}, {"case", ""}}); };
    switch (term.state) {
    case TimeState::stated: break;
    case TimeState::absent: instead(tr(msg("Bản ghi không nêu thời hạn"))); break;
    case TimeState::not_fixed: instead(tr(msg("Không quy định thời hạn"))); break;
    case TimeState::no_result: instead(tr(msg("Không phải trả kết quả"))); break;
    case TimeState::unclear: instead(term.time_text); break;
    }
    View fees = View::array();
    for (const Fee& fee : term.fees) fees.push_back({{"text", said(fee, tr)}, {"case", fee.condition}});
    return {{"times", times}, {"fees", fees}, {"has_fees", !fees.empty()}, {"note", lines_of(term.note)}};
}

View ways_of(const Procedure& procedure, const page::Words& tr)
{
    View ways = View::array();
    for (const Channel& channel : procedure.channels) {
        View terms = View::array();
        for (const Term& term : channel.terms) terms.push_back(term_of_way(term, tr));
        ways.push_back({{"name", tr(name_of(channel.way))}, {"terms", terms}});
    }
    return ways;
}

// When a paper need not be brought, in words: the expression itself is nothing for a reader.
std::string need_of(const PaperKind* kind, const page::Words& tr)
{
    if (kind == nullptr) return {};
    if (!kind->condition.empty()) return tr(msg("tuỳ câu trả lời trong tờ khai"));
    return kind->required ? std::string() : tr(msg("nếu có"));
}

View cases_of(const Procedure& procedure, const Ready& ready, const page::Words& tr)
{
    View cases = View::array();
    for (const Case& one : procedure.cases) {
        View papers = View::array();
        for (const Paper& paper : one.papers) {
            std::string count;
            if (paper.originals > 0)
                count = tr("{{count}} bản chính", {{"count", std::to_string(paper.originals)}});
            if (paper.copies > 0)
                count += (count.empty() ? "" : ", ") +
                         tr("{{count}} bản sao", {{"count", std::to_string(paper.copies)}});
            const PaperKind* kind = ready.paper(paper.code);
            papers.push_back({{"name", paper.name},
                              {"count", count},
                              {"form", paper.form},
                              {"need", need_of(kind, tr)},
                              {"hint", kind ? kind->hint : std::string()}});
        }
        cases.push_back({{"name", one.name}, {"papers", papers}, {"has_papers", !papers.empty()}});
    }
    return cases;
}

bool is_commune(const directory::Agency& agency)
{
    return agency.level == directory::Level::commune && agency.kind == directory::Kind::government;
}

// By name; all the communes of the province as one.
View names_of(const Call& call, const directory::Snapshot& directory, const std::set<std::int64_t>& agencies)
{
    int communes = 0;
    bool all = true;
    View out = View::array(), others = View::array();
    for (const directory::Agency* agency : directory.agencies()) {
        if (!agency->valid.holds(call.today())) continue;
        const bool is_one = agencies.contains(agency->id);
        if (is_commune(*agency)) {
            all = all && is_one;
            if (is_one) ++communes;
        }
        if (is_one) (is_commune(*agency) ? out : others).push_back(agency->name);
    }
    if (all && communes > 1)
        out =
            View::array({call.tr("Mọi UBND xã, phường ({{count}})", {{"count", std::to_string(communes)}})});
    for (View& name : others) out.push_back(std::move(name));
    return out;
}

}  // namespace

void add_places(View& view, const Call& call, db::Transaction& tx, const Version& version)
{
    std::map<Share, std::set<std::int64_t>> agencies;
    for (const Offer& offer : store::offered(tx, version.code)) agencies[offer.share].insert(offer.agency);
    const auto directory = call.services.process.directory.snapshot();
    view["places"] = View::array();
    for (const auto& [share, label] :
         {std::pair(Share::receives, msg("Nơi nộp hồ sơ")), std::pair(Share::decides, msg("Nơi giải quyết")),
          std::pair(Share::supports, msg("Nơi hướng dẫn"))})
        if (View names = names_of(call, *directory, agencies[share]); !names.empty())
            view["places"].push_back({{"label", call.tr(base::Message(label))}, {"names", std::move(names)}});
    view["has_places"] = !view["places"].empty();
    view["places_note"] =
        version.ready.anywhere
            ? call.tr("Nộp ở nơi nào trong số này cũng được; hồ sơ được chuyển đến nơi giải quyết.")
            : call.tr("Chỉ nộp ở nơi có thẩm quyền giải quyết việc của bạn.");
}

void add_procedure(View& view, const Version& version, const page::Words& tr)
{
    const Procedure& procedure = version.procedure;
    std::vector<std::string> levels;
    for (const Level level : procedure.levels) levels.push_back(tr(name_of(level)));
    View facts = View::array();
    add_fact(facts, tr(msg("Mã thủ tục")), procedure.code);
    add_fact(facts, tr(msg("Lĩnh vực")), procedure.field);
    add_fact(facts, tr(msg("Cấp thực hiện")), joined(levels));
    add_fact(facts, tr(msg("Đối tượng")), joined(procedure.subjects));
    add_fact(facts, tr(msg("Nơi tiếp nhận")), procedure.agencies.receives);
    if (procedure.agencies.anywhere)
        add_fact(facts, tr(msg("Địa bàn")), tr(msg("Nộp ở nơi nào cũng được, không phụ thuộc nơi cư trú")));
    add_fact(facts, tr(msg("Cơ quan thực hiện")), joined(procedure.agencies.executes));
    add_fact(facts, tr(msg("Cơ quan có thẩm quyền")), joined(procedure.agencies.decides));
    add_fact(facts, tr(msg("Cơ quan phối hợp")), joined(procedure.agencies.supports));
    add_fact(facts, tr(msg("Quyết định công bố")), procedure.decision);
    view["facts"] = facts;
    view["has_places"] = false;
    view["ways"] = ways_of(procedure, tr);
    view["cases"] = cases_of(procedure, version.ready, tr);
    view["has_cases"] = !view["cases"].empty();
    view["steps"] = lines_of(procedure.steps);
    view["has_steps"] = !view["steps"].empty();
    view["conditions"] = lines_of(procedure.conditions);
    view["has_conditions"] = !view["conditions"].empty();
    view["results"] = View::array();
    for (const Outcome& one : procedure.results) view["results"].push_back(one.name);
    view["has_results"] = !view["results"].empty();
    view["laws"] = View::array();
    for (const LegalBasis& law : procedure.legal_bases)
        view["laws"].push_back({{"number", law.number}, {"name", law.name}});
    view["has_laws"] = !view["laws"].empty();
}

}  // namespace lt::procedures::pages
