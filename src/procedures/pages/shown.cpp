// One procedure as a reader sees it.
#include <nlohmann/json.hpp>

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

}  // namespace

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
