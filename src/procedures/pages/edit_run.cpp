// How a procedure is handled: the process, the decisions, the rules of time; and the form as text.
#include <nlohmann/json.hpp>

#include "decisions/api.h"
#include "kit/base/text.h"
#include "procedures/drafting.h"
#include "procedures/pages/edit_form.h"

namespace lt::procedures::pages {
namespace {

using html::View;
using page::msg;

std::string text_of(int number) { return std::to_string(number); }

// Nothing where the decision is there for the province today.
std::optional<base::Message> wrong_decision(const Call& call, db::Transaction& tx, const std::string& name)
{
    if (name.empty()) return std::nullopt;
    const auto parsed = decisions::parse_name(name);
    if (!parsed) return msg("Nhập mã mô hình, hoặc mã#quyết_định, ví dụ le_phi_khai_sinh#cac_khoan.");
    const auto model = call.services.process.decisions->valid(tx, 0, parsed->key, call.today());
    if (model == nullptr)
        return base::Message(
            msg("Tỉnh chưa có mô hình quyết định “{{key}}” đang hiệu lực. Triển khai mô hình trước."),
            {{"key", parsed->key}});
    return decisions::lacks(*model, parsed->decision);
}

std::vector<std::string> split(const std::string& text, char at)
{
    std::vector<std::string> out;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find(at, from), text.size());
        const std::string one = base::normalise(text.substr(from, end - from));
        if (!one.empty()) out.push_back(one);
        from = end + 1;
    }
    return out;
}

std::string joined_by_commas(const std::vector<std::string>& texts)
{
    std::string out;
    for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + text;
    return out;
}

}  // namespace

void draw_run(EditForm& form, const Call& call, const Version& draft)
{
    const page::Words& tr = call.tr;
    const Ready& ready = draft.ready;
    form.group(tr(msg("Quy trình và mô hình quyết định")));
    form.input("process", tr(msg("Mã quy trình xử lý hồ sơ")), ready.process,
               {{"nospell", true},
                {"hint", tr(msg("Để trống thì thủ tục chỉ được công khai, không nhận hồ sơ ở đây."))}});
    form.input(
        "fees", tr(msg("Mô hình tính phí, lệ phí")), ready.fees,
        {{"nospell", true}, {"hint", tr(msg("Để trống thì thu theo các mức ở phần Thời hạn, mức thu."))}});
    form.input(
        "time", tr(msg("Mô hình tính thời hạn")), ready.time,
        {{"nospell", true}, {"hint", tr(msg("Để trống thì theo thời hạn ở phần Thời hạn, mức thu."))}});
    const TimeRules& times = ready.times;
    form.group(tr(msg("Cách tính thời hạn")));
    form.check("no_due", tr(msg("Không có thời hạn: không hẹn ngày trả")), times.no_due);
    form.input(
        "received_by", tr(msg("Nhận sau mấy giờ thì tính từ ngày làm việc tiếp theo")),
        times.received_by == 0 ? "" : text_of(times.received_by),
        {{"width", "2"}, {"inputmode", "numeric"}, {"hint", tr(msg("Để trống thì tính từ lúc nhận."))}});
    const bool goes_on = times.after_supplement == calendar::AfterPause::goes_on;
    form.select("after_supplement", tr(msg("Sau khi người dân bổ sung")),
                {{.value = "starts_anew", .label = tr(msg("Tính lại từ đầu")), .selected = !goes_on},
                 {.value = "goes_on", .label = tr(msg("Tính tiếp phần còn lại")), .selected = goes_on}});
    form.input("most_extensions", tr(msg("Được gia hạn mấy lần")), text_of(times.most_extensions),
               {{"width", "2"}, {"inputmode", "numeric"}});
    form.input("accept_within", tr(msg("Hồ sơ trực tuyến được tiếp nhận trong mấy giờ làm việc")),
               text_of(times.accept_within), {{"width", "2"}, {"inputmode", "numeric"}});
    form.input("supplement_within", tr(msg("Người dân có mấy ngày để bổ sung")),
               times.supplement_within == 0 ? "" : text_of(times.supplement_within),
               {{"width", "3"}, {"inputmode", "numeric"}, {"hint", tr(msg("Để trống thì không giới hạn."))}});
    form.input("basis", tr(msg("Căn cứ của thời hạn")), times.basis, nullptr);
    form.group(tr(msg("Nơi nhận và cách gọi")));
    form.check("anywhere", tr(msg("Nhận không phụ thuộc nơi cư trú")), ready.anywhere);
    form.input(
        "place", tr(msg("Xã, phường làm căn cứ xác định cơ quan giải quyết")), ready.place,
        {{"nospell", true},
         {"hint", tr(msg("Biểu thức FEEL trên câu trả lời, ví dụ land.address.commune. Để trống thì nơi có "
                         "thẩm quyền gần nhất giải quyết."))}});
    form.check("post_return", tr(msg("Trả kết quả được qua bưu chính công ích")), ready.post_return);
    form.input("nicknames", tr(msg("Người dân hay gọi là")), joined_by_commas(ready.nicknames),
               {{"hint", tr(msg("Cách nhau bằng dấu phẩy, ví dụ khai sinh, làm giấy khai sinh."))}});
    form.area("source", tr(msg("Nguồn và giới hạn")), ready.source, {{"rows", 3}});
}

void read_run(const Call& call, Version& draft, base::Wrong& wrong)
{
    Ready& ready = draft.ready;
    ready.process = typed(call, "process");
    ready.fees = typed(call, "fees");
    ready.time = typed(call, "time");
    db::Transaction tx = call.begin();
    if (!ready.process.empty() && !process::is_deployed(tx, call.services.process, 0, ready.process))
        wrong.emplace_back("process",
                           base::Message(msg("Tỉnh chưa có quy trình “{{key}}”. Triển khai quy trình trước."),
                                         {{"key", ready.process}}));
    if (auto why = wrong_decision(call, tx, ready.fees)) wrong.emplace_back("fees", *std::move(why));
    if (auto why = wrong_decision(call, tx, ready.time)) wrong.emplace_back("time", *std::move(why));
    TimeRules& times = ready.times;
    const auto number = [&](const char* field, std::int64_t most) {
        return static_cast<int>(typed_number(call, field, most, wrong));
    };
    times.no_due = call.request.form.has("no_due");
    times.received_by = number("received_by", 23);
    times.after_supplement = typed(call, "after_supplement") == "goes_on" ? calendar::AfterPause::goes_on
                                                                          : calendar::AfterPause::starts_anew;
    times.most_extensions = number("most_extensions", 10);
    times.accept_within = number("accept_within", 80);
    times.supplement_within = number("supplement_within", 365);
    times.basis = typed(call, "basis");
    ready.anywhere = draft.procedure.agencies.anywhere = call.request.form.has("anywhere");
    ready.place = typed(call, "place");
    if (auto why = wrong_condition(ready.place)) wrong.emplace_back("place", *std::move(why));
    ready.post_return = call.request.form.has("post_return");
    ready.nicknames = split(call.request.form.get("nicknames"), ',');
    ready.source = typed(call, "source");
}

void draw_form(EditForm& form, const Call& call, const Version& draft)
{
    form.group("");
    form.area(
        "form", call.tr(msg("Câu hỏi của tờ khai (JSON Schema)")), draft.ready.form,
        {{"rows", 30},
         {"hint", call.tr(msg("Để trống thì chỉ hỏi ai nộp và nộp việc gì. Chỗ sai được chỉ ra khi lưu."))}});
}

void read_form(const Call& call, Version& draft, base::Wrong& wrong)
{
    // Line ends as a browser sends them are not the file's.
    std::string text = call.request.form.get("form");
    std::erase(text, '\r');
    draft.ready.form = text.find_first_not_of(" \n\t") == std::string::npos ? "" : text;
    if (auto why = wrong_form(draft.ready.form)) {
        wrong.emplace_back("form", *std::move(why));
    } else if (!draft.ready.form.empty() && call.services.check_form) {
        if (const auto error = call.services.check_form(draft.ready.form))
            wrong.emplace_back("form", base::Message("{{place}}: {{why}}",
                                                     {{"place", error->field.empty() ? "/" : error->field},
                                                      {"why", error->message.str()}}));
    }
}

}  // namespace lt::procedures::pages
