// Papers of each case, and what is handed back, a row each.
#include <algorithm>
#include <set>

#include <nlohmann/json.hpp>

#include "procedures/drafting.h"
#include "procedures/pages/edit_form.h"

namespace lt::procedures::pages {
namespace {

using page::msg;

constexpr const char* kCases = "case";
constexpr const char* kPapers = "paper";
constexpr const char* kResults = "result";
constexpr const char* kConditionHint =
    msg("Biểu thức FEEL trên câu trả lời của tờ khai, ví dụ authorised = true. Để trống là luôn cần.");

struct PaperRow {
    std::size_t case_no = 0;
    Paper paper{};
    PaperKind kind{};
};

std::vector<PaperRow> paper_rows(const Version& draft)
{
    std::vector<PaperRow> out;
    for (std::size_t no = 0; no < draft.procedure.cases.size(); ++no)
        for (const Paper& paper : draft.procedure.cases[no].papers) {
            const PaperKind* kind = draft.ready.paper(paper.code);
            out.push_back({no, paper, kind ? *kind : PaperKind{.code = paper.code}});
        }
    return out;
}

std::string case_label(const Call& call, std::size_t no, const std::string& name)
{
    return name.empty() ? call.tr("Trường hợp {{number}}", {{"number", std::to_string(no + 1)}}) : name;
}

void draw_paper(EditForm& form, const Call& call, const Version& draft, std::size_t i, const PaperRow& row,
                std::size_t cases)
{
    const page::Words& tr = call.tr;
    const auto name = [&](const char* field) { return row_name(kPapers, i, field); };
    form.group(tr("Giấy tờ {{number}}", {{"number", std::to_string(i + 1)}}));
    form.input(
        name("code"), tr(msg("Mã giấy tờ")), row.paper.code,
        {{"width", "20"}, {"nospell", true}, {"hint", tr(msg("Xoá trắng mã và tên thì dòng này được bỏ."))}});
    form.input(name("name"), tr(msg("Tên giấy tờ")), row.paper.name, nullptr);
    std::vector<page::Choice> of_case;
    for (std::size_t no = 0; no < cases; ++no) {
        const std::string known = no < draft.procedure.cases.size() ? draft.procedure.cases[no].name : "";
        of_case.push_back({.value = std::to_string(no),
                           .label = case_label(call, no, known),
                           .selected = no == row.case_no});
    }
    form.select(name("case"), tr(msg("Cho trường hợp")), of_case);
    form.input(name("originals"), tr(msg("Số bản chính")),
               row.paper.originals == 0 ? "" : std::to_string(row.paper.originals),
               {{"width", "2"}, {"inputmode", "numeric"}});
    form.input(name("copies"), tr(msg("Số bản sao")),
               row.paper.copies == 0 ? "" : std::to_string(row.paper.copies),
               {{"width", "2"}, {"inputmode", "numeric"}});
    form.check(name("required"), tr(msg("Bắt buộc phải có")), row.kind.required);
    form.input(name("when"), tr(msg("Chỉ cần khi")), row.kind.condition,
               {{"nospell", true}, {"hint", tr(kConditionHint)}});
    std::vector<page::Choice> forms;
    for (const PaperForm one : kPaperForms) {
        const auto& accepted = row.kind.accepted;
        forms.push_back({.value = std::string(to_text(one)),
                         .label = tr(base::Message(name_of(one))),
                         .selected = std::find(accepted.begin(), accepted.end(), one) != accepted.end()});
    }
    form.checks(name("accepted"), tr(msg("Nhận ở dạng")), forms);
    form.input(
        name("type"), tr(msg("Mã loại trong kho dữ liệu")), row.kind.type,
        {{"width", "20"}, {"nospell", true}, {"hint", tr(msg("Có trong kho thì không đòi nộp lại."))}});
    form.input(name("file"), tr(msg("Tên mẫu đơn, tờ khai")), row.paper.form, nullptr);
    form.input(name("hint"), tr(msg("Nói thêm cho người dân")), row.kind.hint, nullptr);
}

PaperRow typed_paper(const Call& call, std::size_t i, std::size_t cases, base::Wrong& wrong)
{
    const auto text = [&](const char* field) { return typed(call, row_name(kPapers, i, field)); };
    PaperRow row;
    row.paper = {.code = text("code"), .name = text("name"), .form = text("file")};
    row.case_no = static_cast<std::size_t>(typed_number(call, row_name(kPapers, i, "case"), 99, wrong));
    if (row.case_no >= cases) row.case_no = 0;
    row.paper.originals = static_cast<int>(typed_number(call, row_name(kPapers, i, "originals"), 20, wrong));
    row.paper.copies = static_cast<int>(typed_number(call, row_name(kPapers, i, "copies"), 20, wrong));
    row.kind = {.code = row.paper.code,
                .type = text("type"),
                .required = call.request.form.has(row_name(kPapers, i, "required")),
                .condition = text("when"),
                .hint = text("hint")};
    for (const std::string& word : call.request.form.all(row_name(kPapers, i, "accepted")))
        if (const auto form = paper_form_from(word)) row.kind.accepted.push_back(*form);
    return row;
}

void check_paper(std::size_t i, const PaperRow& row, const std::vector<PaperRow>& before, base::Wrong& wrong)
{
    if (row.paper.code.empty()) wrong.emplace_back(row_name(kPapers, i, "code"), msg("Nhập mã giấy tờ."));
    if (row.paper.name.empty()) wrong.emplace_back(row_name(kPapers, i, "name"), msg("Nhập tên giấy tờ."));
    if (auto why = wrong_condition(row.kind.condition))
        wrong.emplace_back(row_name(kPapers, i, "when"), *std::move(why));
    for (const PaperRow& other : before) {
        if (row.paper.code.empty() || other.paper.code != row.paper.code) continue;
        if (other.case_no == row.case_no)
            wrong.emplace_back(row_name(kPapers, i, "code"),
                               msg("Mã này đã có ở giấy tờ khác của cùng trường hợp."));
        else if (other.kind != row.kind)
            wrong.emplace_back(
                row_name(kPapers, i, "code"),
                msg("Giấy tờ này đã khai khác đi ở trường hợp kia. Dùng mã khác, hoặc khai giống nhau."));
        else
            continue;
        return;
    }
}

}  // namespace

void draw_papers(EditForm& form, const Call& call, const Version& draft)
{
    const page::Words& tr = call.tr;
    const auto& cases = draft.procedure.cases;
    const std::size_t shown = std::max<std::size_t>(rows_shown(call, kCases, cases.size()), 1);
    form.group(tr(msg("Các trường hợp")), tr(msg("Chỉ có một trường hợp thì để trống tên.")));
    for (std::size_t no = 0; no < shown; ++no)
        form.input(row_name(kCases, no, "name"),
                   tr("Trường hợp {{number}}", {{"number", std::to_string(no + 1)}}),
                   no < cases.size() ? cases[no].name : "", nullptr);
    const std::vector<PaperRow> papers = paper_rows(draft);
    for (std::size_t i = 0; i < rows_shown(call, kPapers, papers.size()); ++i)
        draw_paper(form, call, draft, i, i < papers.size() ? papers[i] : PaperRow{}, shown);
    form.more({{kPapers, tr(msg("Thêm một giấy tờ"))}, {kCases, tr(msg("Thêm một trường hợp"))}});
}

void read_papers(const Call& call, Version& draft, base::Wrong& wrong)
{
    std::vector<Case> cases;
    for (std::size_t no = 0; no < rows_shown(call, kCases, 0); ++no)
        cases.push_back({.name = typed(call, row_name(kCases, no, "name"))});
    if (cases.empty()) cases.push_back({});
    std::vector<PaperRow> rows;
    for (std::size_t i = 0; i < rows_shown(call, kPapers, 0); ++i) {
        PaperRow row = typed_paper(call, i, cases.size(), wrong);
        if (row.paper.code.empty() && row.paper.name.empty()) continue;
        check_paper(i, row, rows, wrong);
        rows.push_back(std::move(row));
    }
    draft.ready.papers.clear();
    for (PaperRow& row : rows) {
        cases[row.case_no].papers.push_back(row.paper);
        if (draft.ready.paper(row.paper.code) == nullptr) draft.ready.papers.push_back(std::move(row.kind));
    }
    // A case without a name and papers is one that was asked for and not used.
    for (std::size_t no = cases.size(); no-- > 1;)
        if (cases[no].name.empty() && cases[no].papers.empty())
            cases.erase(cases.begin() + static_cast<std::ptrdiff_t>(no));
    for (std::size_t no = 0; cases.size() > 1 && no < cases.size(); ++no)
        if (cases[no].name.empty())
            wrong.emplace_back(row_name(kCases, no, "name"),
                               msg("Nhập tên trường hợp, vì có nhiều trường hợp."));
    draft.procedure.cases = std::move(cases);
}

void draw_results(EditForm& form, const Call& call, const Version& draft)
{
    const page::Words& tr = call.tr;
    const auto& results = draft.ready.results;
    for (std::size_t i = 0; i < std::max<std::size_t>(rows_shown(call, kResults, results.size()), 1); ++i) {
        const ResultKind row = i < results.size() ? results[i] : ResultKind{};
        form.group(tr("Kết quả {{number}}", {{"number", std::to_string(i + 1)}}));
        form.input(row_name(kResults, i, "code"), tr(msg("Mã kết quả")), row.code,
                   {{"width", "20"},
                    {"nospell", true},
                    {"hint", tr(msg("Xoá trắng mã và tên thì dòng này được bỏ."))}});
        form.input(row_name(kResults, i, "name"), tr(msg("Tên kết quả")), row.name, nullptr);
        form.check(row_name(kResults, i, "signed"), tr(msg("Phải có chữ ký số của lãnh đạo")), row.is_signed);
        form.check(row_name(kResults, i, "sealed"), tr(msg("Phải có con dấu của cơ quan")), row.is_sealed);
        form.input(row_name(kResults, i, "notation"), tr(msg("Ký hiệu")), row.notation,
                   {{"width", "20"},
                    {"nospell", true},
                    {"hint", tr(msg("Đứng sau số, ví dụ GPXD-UBND. Để trống thì không có số riêng."))}});
        form.check(row_name(kResults, i, "required"), tr(msg("Phải có trước khi trả kết quả")), row.required);
        form.input(row_name(kResults, i, "when"), tr(msg("Chỉ cần khi")), row.condition,
                   {{"nospell", true}, {"hint", tr(kConditionHint)}});
    }
    form.more({{kResults, tr(msg("Thêm một kết quả"))}});
}

void read_results(const Call& call, Version& draft, base::Wrong& wrong)
{
    std::vector<ResultKind> results;
    std::set<std::string> codes;
    for (std::size_t i = 0; i < rows_shown(call, kResults, 0); ++i) {
        const auto name = [&](const char* field) { return row_name(kResults, i, field); };
        ResultKind row{.code = typed(call, name("code")),
                       .name = typed(call, name("name")),
                       .is_signed = call.request.form.has(name("signed")),
                       .is_sealed = call.request.form.has(name("sealed")),
                       .notation = typed(call, name("notation")),
                       .required = call.request.form.has(name("required")),
                       .condition = typed(call, name("when"))};
        if (row.code.empty() && row.name.empty()) continue;
        if (auto why = wrong_condition(row.condition)) wrong.emplace_back(name("when"), *std::move(why));
        if (row.code.empty()) wrong.emplace_back(name("code"), msg("Nhập mã kết quả."));
        if (row.name.empty()) wrong.emplace_back(name("name"), msg("Nhập tên kết quả."));
        if (!row.code.empty() && !codes.insert(row.code).second)
            wrong.emplace_back(name("code"), msg("Mã này đã có ở kết quả khác."));
        results.push_back(std::move(row));
    }
    draft.procedure.results.clear();
    for (const ResultKind& row : results)
        draft.procedure.results.push_back({.code = row.code, .name = row.name});
    draft.ready.results = std::move(results);
}

}  // namespace lt::procedures::pages
