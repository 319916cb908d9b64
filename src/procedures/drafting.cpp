// See drafting.h.
#include "procedures/drafting.h"

#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "decisions/feel/expression.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::procedures {
namespace {

using base::msg;

constexpr std::size_t kLargestForm = std::size_t{256} << 10;

base::Error no_draft() { return base::not_found(msg("Không có bản dự thảo này, hoặc đã được duyệt.")); }

void note(db::Transaction& tx, const char* action, const std::string& uid, base::Time now)
{
    audit::record(tx, {.action = action, .subject = uid, .detail = "{}", .at = now});
}

void check_papers(base::Wrong& wrong, const Procedure& procedure, const Ready& ready)
{
    // Rows are numbered over all cases, as the page shows them.
    std::size_t row = 0;
    for (const Case& one : procedure.cases) {
        std::set<std::string> codes;
        for (const Paper& paper : one.papers) {
            const std::string at = "paper_" + std::to_string(row++) + "_";
            if (paper.code.empty()) wrong.emplace_back(at + "code", msg("Nhập mã giấy tờ."));
            if (paper.name.empty()) wrong.emplace_back(at + "name", msg("Nhập tên giấy tờ."));
            if (!paper.code.empty() && !codes.insert(paper.code).second)
                wrong.emplace_back(at + "code", msg("Mã này đã có ở giấy tờ khác của cùng trường hợp."));
            const PaperKind* kind = ready.paper(paper.code);
            if (const auto why = kind ? wrong_condition(kind->condition) : std::nullopt)
                wrong.emplace_back(at + "when", *why);
        }
    }
}

void check_results(base::Wrong& wrong, const Ready& ready)
{
    std::set<std::string> codes;
    for (std::size_t i = 0; i < ready.results.size(); ++i) {
        const std::string at = "result_" + std::to_string(i) + "_";
        const ResultKind& result = ready.results[i];
        if (result.code.empty()) wrong.emplace_back(at + "code", msg("Nhập mã kết quả."));
        if (result.name.empty()) wrong.emplace_back(at + "name", msg("Nhập tên kết quả."));
        if (!result.code.empty() && !codes.insert(result.code).second)
            wrong.emplace_back(at + "code", msg("Mã này đã có ở kết quả khác."));
        if (const auto why = wrong_condition(result.condition)) wrong.emplace_back(at + "when", *why);
    }
}

}  // namespace

base::Wrong wrong_in(const Procedure& procedure, const Ready& ready)
{
    base::Wrong wrong;
    check_papers(wrong, procedure, ready);
    check_results(wrong, ready);
    if (const auto why = wrong_form(ready.form)) wrong.emplace_back("form", *why);
    if (const auto why = wrong_condition(ready.place)) wrong.emplace_back("place", *why);
    return wrong;
}

std::optional<base::Message> wrong_condition(const std::string& condition)
{
    if (condition.empty()) return std::nullopt;
    const feel::Compiled compiled = feel::compile(condition);
    const auto* error = std::get_if<feel::SyntaxError>(&compiled);
    if (error == nullptr) return std::nullopt;
    return base::Message(msg("Điều kiện không phải biểu thức FEEL, cột {{column}}: {{why}}"),
                         {{"column", std::to_string(error->column)}, {"why", error->message.str()}});
}

std::optional<base::Message> wrong_form(const std::string& form)
{
    if (form.empty()) return std::nullopt;
    if (form.size() > kLargestForm) return msg("Biểu mẫu lớn hơn 256 KB.");
    try {
        if (nlohmann::json::parse(form).is_object()) return std::nullopt;
        return msg("Biểu mẫu phải là một đối tượng JSON ({ … }).");
    } catch (const nlohmann::json::parse_error& error) {
        const auto end = form.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, form.size()));
        return base::Message(msg("Biểu mẫu không phải JSON, sai ở dòng {{line}}."),
                             {{"line", std::to_string(1 + std::count(form.begin(), end, '\n'))}});
    }
}

base::Result<Begun> begin_draft(db::Transaction& tx, const std::string& code, base::Time now)
{
    for (const Past& past : store::history(tx, code))
        if (past.state == State::draft) return Begun{past.uid, false};
    auto version = store::find_in_force(tx, code, base::vietnam_day(now));
    if (!version) return base::not_found(msg("Không có thủ tục nào mang mã này đang áp dụng."));
    Begun begun{store::put_draft(tx, version->procedure, version->ready, now, tx.scope().official), true};
    note(tx, "procedure.drafted", begun.uid, now);
    return begun;
}

base::Result<base::Done> change_draft(db::Transaction& tx, const Version& draft, base::Time now)
{
    if (auto error = base::invalid(wrong_in(draft.procedure, draft.ready))) return *error;
    const auto there = store::find(tx, draft.uid);
    if (!there || there->state != State::draft || there->code != draft.procedure.code) return no_draft();
    store::put_draft(tx, draft.procedure, draft.ready, now, tx.scope().official);
    note(tx, "procedure.drafted", draft.uid, now);
    return base::Done{};
}

base::Result<base::Done> drop_draft(db::Transaction& tx, const std::string& uid, base::Time now)
{
    if (!base::is_uid(uid) || !store::drop_draft(tx, uid)) return no_draft();
    note(tx, "procedure.draft_dropped", uid, now);
    return base::Done{};
}

}  // namespace lt::procedures
