// A leader assigns: officials grouped by unit with what they already hold, a role each, instruction, due
// time.
#include <algorithm>
#include <array>
#include <map>

#include "directory/api.h"
#include "documents/pages/document_view.h"

namespace lt::documents::pages {
namespace {

// Sentences that leaders write every day. The button sends the form, which comes back with the sentence
// filled in.
constexpr std::array<const char*, 3> kPhrases{msg("Tham mưu, trình ký"), msg("Xem để biết"),
                                              msg("Dự họp thay")};
constexpr std::array<const char*, 3> kSentences{
    msg("Nghiên cứu, tham mưu văn bản trả lời, trình ký trước hạn."),
    msg("Xem để biết, báo cáo nếu có việc liên quan."),
    msg("Dự họp thay lãnh đạo cơ quan, báo cáo kết quả sau cuộc họp.")};

struct Person {
    directory::Person person{};
    std::string unit_name{};
    AssignmentRole role{};
    bool chosen = false;
};

std::string field_of(const directory::Person& person) { return "role-" + person.official_uid; }

// Everybody but the leader himself, each once, by unit; roles as typed, or as they are now.
std::vector<Person> candidates(const Call& call, const DocumentView& document)
{
    const auto directory = call.documents().directory.snapshot();
    std::vector<Person> all;
    for (directory::Person& person : people_of(call)) {
        const bool known = std::any_of(all.begin(), all.end(), [&](const Person& one) {
            return one.person.official == person.official;
        });
        if (known || person.official == call.actor.official || !works_on_documents(person.role)) continue;
        Person one{.person = std::move(person)};
        one.unit_name = directory->unit_name(one.person.unit);
        if (!call.request.form.fields().empty()) {
            const auto role = assignment_role(call.request.form.get(field_of(one.person)));
            one.chosen = role.has_value();
            if (role) one.role = *role;
        } else if (document.incoming) {
            for (const AssignmentRow& row : document.incoming->assignments) {
                if (row.official != one.person.official || row.state == "withdrawn") continue;
                one.chosen = true;
                one.role = row.role;
            }
        }
        all.push_back(std::move(one));
    }
    // Leaders first, then unit by unit in the order of the directory.
    std::stable_sort(all.begin(), all.end(), [](const Person& a, const Person& b) {
        return std::pair(a.person.unit != 0, a.unit_name) < std::pair(b.person.unit != 0, b.unit_name);
    });
    return all;
}

View rows_of(const Call& call, const std::vector<Person>& people, const std::string& error)
{
    const Words& tr = call.tr;
    std::map<std::int64_t, Load> held;
    for (const Load& load : loads(call.documents(), call.actor)) held[load.official] = load;
    const auto leads = std::count_if(people.begin(), people.end(), [](const Person& person) {
        return person.chosen && person.role == AssignmentRole::lead;
    });
    View rows = View::array();
    for (const Person& one : people) {
        const Load& load = held[one.person.official];
        const bool lead = one.chosen && one.role == AssignmentRole::lead;
        const std::string where =
            one.unit_name.empty() ? one.person.title : one.person.title + ", " + one.unit_name;
        View row{{"name", field_of(one.person)},
                 {"label", one.person.name},
                 {"where", where},
                 {"load", tr("đang giữ {{count}} việc", {{"count", std::to_string(load.open)}})},
                 {"lead", lead},
                 {"support", one.chosen && one.role == AssignmentRole::support},
                 {"informed", one.chosen && one.role == AssignmentRole::informed},
                 {"none", !one.chosen},
                 {"wrong", !error.empty() && lead && leads > 1}};
        row["load_late"] = load.overdue == 0
                               ? View(false)
                               : View(tr("{{count}} quá hạn", {{"count", std::to_string(load.overdue)}}));
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string current_instruction(const DocumentView& document)
{
    for (const AssignmentRow& row : document.incoming->assignments) {
        if (row.state != "withdrawn") return row.instruction;
    }
    return {};
}

http::Response assign_page(const Call& call, const DocumentView& document, const base::Error* error,
                           const std::string& phrase = {})
{
    const Words& tr = call.tr;
    if (!document.incoming) return call.refuse(no_document());
    View view{{"title", tr("Phân công xử lý")},
              {"uid", document.uid},
              {"back", {{"href", "/incoming?view=to_assign"}, {"label", tr("Chờ phân công")}}},
              {"document", document_summary(call, document)}};
    // A sample sentence replaces what was typed before it.
    http::Form typed;
    for (const auto& [name, value] : call.request.form.fields()) {
        typed.add(name, name == "instruction" && !phrase.empty() ? phrase : value);
    }
    page::FormView form(view, typed, error, tr);
    if (error) {
        const auto count = view["errors"].size();
        view["error_title"] =
            tr("Chưa phân công được, cần sửa {{count}} chỗ", {{"count", std::to_string(count)}});
    }
    form.field("instruction", tr("Ý kiến chỉ đạo"), current_instruction(document),
               {{"rows", 3},
                {"hint", tr("Nói rõ kết quả phải có. Ví dụ: “Dự thảo văn bản trả lời, trình ký trước 16:00 "
                            "ngày 23/11.”")}});
    std::string due_hint = tr("Ngày/tháng/năm giờ:phút.");
    if (document.reply_due_at) {
        due_hint += " " + tr("Văn bản yêu cầu trả lời trước {{time}}.",
                             {{"time", base::format_vietnam(*document.reply_due_at)}});
    }
    const auto due = document.incoming->due_at ? document.incoming->due_at : document.reply_due_at;
    form.field("due", tr("Hạn xử lý"), due && *due > call.now ? base::format_vietnam(*due) : "",
               {{"hint", due_hint}});
    const std::string message = form.error("roles");
    view["roles"] = {{"id", "roles"},
                     {"error", message.empty() ? View(false) : View(message)},
                     {"rows", rows_of(call, candidates(call, document), message)}};
    View phrases = View::array();
    for (std::size_t i = 0; i < kPhrases.size(); ++i) {
        phrases.push_back({{"value", std::to_string(i + 1)}, {"label", tr(kPhrases[i])}});
    }
    view["phrases"] = std::move(phrases);
    return call.show("documents/assign", std::move(view), error);
}

}  // namespace

http::Response assign_form(const Call& call)
{
    return with_document(call,
                         [&](const DocumentView& document) { return assign_page(call, document, nullptr); });
}

http::Response assign_send(const Call& call)
{
    const http::Form& form = call.request.form;
    return with_document(call, [&](const DocumentView& document) {
        const auto phrase = form.integer("phrase").value_or(0);
        if (phrase >= 1 && phrase <= static_cast<std::int64_t>(kSentences.size())) {
            return assign_page(call, document, nullptr,
                               call.tr(kSentences.at(static_cast<std::size_t>(phrase - 1))));
        }
        Assigning assigning{.instruction = form.get("instruction"),
                            .due_at = base::parse_vietnam_time(form.get("due")),
                            .due_given = !form.get("due").empty()};
        for (const Person& one : candidates(call, document)) {
            if (!one.chosen) continue;
            assigning.assignees.push_back({one.person.official, one.person.unit, one.person.name, one.role});
        }
        const auto result = assign(call.documents(), call.actor, call.uid(), assigning);
        if (result) return done("/incoming/" + call.uid(), "assigned");
        if (result.error().fault != base::Fault::invalid) return call.refuse(result.error());
        return assign_page(call, document, &result.error());
    });
}

}  // namespace lt::documents::pages
