#include "process/pages/call.h"

#include <array>
#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>

#include "kit/base/config.h"
#include "kit/page/notice.h"
#include "process/bpmn/document.h"

namespace lt::process::pages {
namespace {

using page::msg;

constexpr std::array kNotices{
    page::Notice{"deployed", msg("Đã triển khai. Hồ sơ mới chạy theo phiên bản này.")},
    page::Notice{
        "deployed-lacking",
        msg("Đã triển khai, nhưng sơ đồ gọi quyết định chưa có mô hình. Xem mục “Quyết định được gọi”.")},
    page::Notice{"same", msg("Sơ đồ này đã là phiên bản đang dùng, không tạo phiên bản mới.")},
    page::Notice{"retired", msg("Đã ngừng dùng phiên bản. Hồ sơ đang chạy vẫn chạy tiếp.")},
    page::Notice{"migrating", msg("Đang chuyển hồ sơ sang phiên bản mới.")},
    page::Notice{"facts", msg("Đã đặt dữ kiện.")},
    page::Notice{"started", msg("Đã bắt đầu hồ sơ.")},
    page::Notice{"retried", msg("Đã chạy lại.")},
    page::Notice{
        "retried-in-vain",
        msg("Đã chạy lại, nhưng vẫn dừng vì sự cố. Xem lý do, sửa nguyên nhân rồi chạy lại lần nữa.")},
    page::Notice{"skipped", msg("Đã bỏ qua bước.")},
    page::Notice{"moved", msg("Đã chuyển sang bước khác.")},
    page::Notice{"cancelled", msg("Đã huỷ.")},
    page::Notice{"paused", msg("Đã dừng đồng hồ của bước.")},
    page::Notice{"resumed", msg("Đồng hồ chạy tiếp, hạn đã được tính lại.")},
    page::Notice{"extended", msg("Đã đổi hạn.")},
    page::Notice{"completed", msg("Đã xong việc.")},
    page::Notice{"chosen", msg("Đã bắt đầu việc đã chọn.")},
    page::Notice{"taken", msg("Bạn đã nhận việc này.")},
    page::Notice{"given-back", msg("Đã trả việc lại cho cơ quan.")},
};

}  // namespace

db::Transaction Call::begin() const
{
    if (is_operator()) return process().pool.begin(accounts::scope_of(request));
    return process().pool.begin(scope_of(actor()));
}

http::Response Call::show(const char* view_name, html::View view, const base::Error* error) const
{
    return services.pages.show(request, view_name, std::move(view),
                               error ? http::status_of(error->fault) : 200);
}

http::Response Call::nothing() const
{
    return refuse(base::not_found(msg("Không có mục này, hoặc bạn không được xem.")));
}

std::string Call::agency_name(std::int64_t agency) const
{
    const auto snapshot = process().directory.snapshot();
    const directory::Agency* found = snapshot->find(agency);
    return found == nullptr ? "" : found->name;
}

std::string definition_path(const DefinitionRow& row) { return std::string(kDefinitions) + "/" + row.uid; }

void add_flash(html::View& view, const Call& call)
{
    page::add_notice(view, call.request, kNotices, call.tr);
}

base::Result<std::string> noticed(const base::Result<base::Done>& done, const char* notice)
{
    if (!done) return done.error();
    return std::string(notice);
}

base::Result<std::string> retried(const base::Result<Retried>& done)
{
    if (!done) return done.error();
    return std::string(*done == Retried::goes_on ? "retried" : "retried-in-vain");
}

html::View column(const std::string& label, const char* css_class)
{
    return {{"label", label},
            {"class", *css_class == '\0' ? html::View(false) : html::View(css_class)},
            {"href", false}};
}

html::View tab(const std::string& label, const std::string& href, bool here)
{
    return {{"label", label}, {"href", href}, {"current", here}, {"count", ""}, {"live", false}};
}

html::View fact(const std::string& key, const std::string& value, const std::string& href)
{
    return {{"key", key},
            {"value", value},
            {"href", href.empty() ? html::View(false) : html::View(href)},
            {"note", false}};
}

namespace {

// Hours and what is over in minutes; nothing above that: what a day is, the caller knows.
std::string hours_and_minutes(const page::Words& tr, std::int64_t minutes)
{
    const auto text = [](std::int64_t value) { return std::to_string(value); };
    if (minutes < 1) return tr("dưới 1 phút");
    if (minutes < 60) return tr("{{minutes}} phút", {{"minutes", text(minutes)}});
    if (minutes % 60 == 0) return tr("{{hours}} giờ", {{"hours", text(minutes / 60)}});
    return tr("{{hours}} giờ {{minutes}} phút",
              {{"hours", text(minutes / 60)}, {"minutes", text(minutes % 60)}});
}

}  // namespace

std::string took(const page::Words& tr, std::chrono::seconds time)
{
    const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
    const auto hours = minutes / 60;
    if (hours < 24) return hours_and_minutes(tr, minutes);
    const page::Words::Values values{{"days", std::to_string(hours / 24)},
                                     {"hours", std::to_string(hours % 24)}};
    return hours % 24 == 0 ? tr("{{days}} ngày", values) : tr("{{days}} ngày {{hours}} giờ", values);
}

std::string worked(const page::Words& tr, std::chrono::seconds time)
{
    constexpr int kDay = 8;
    const auto minutes = std::chrono::round<std::chrono::minutes>(time).count();
    const auto hours = minutes / 60;
    if (hours < kDay) return hours_and_minutes(tr, minutes);
    const page::Words::Values values{{"days", std::to_string(hours / kDay)},
                                     {"hours", std::to_string(hours % kDay)}};
    return hours % kDay == 0 ? tr("{{days}} ngày làm việc", values)
                             : tr("{{days}} ngày làm việc {{hours}} giờ", values);
}

StatusWords words_of(const std::string& status, bool trouble)
{
    if (status == "completed") return {msg("Đã xong"), "govuk-tag--green lt-done"};
    if (status == "terminated") return {msg("Đã dừng"), "govuk-tag--grey lt-done"};
    if (status == "failed") return {msg("Kết thúc do lỗi"), "govuk-tag--red lt-stop"};
    if (status == "stuck") return {msg("Không đi tiếp được"), "govuk-tag--red lt-stop"};
    if (trouble) return {msg("Có sự cố"), "govuk-tag--red lt-stop"};
    return {msg("Đang chạy"), "govuk-tag--blue lt-doing"};
}

const char* kind_words(const std::string& kind)
{
    if (kind == "task") return msg("Việc của người");
    if (kind == "work") return msg("Việc tự động");
    if (kind == "message") return msg("Chờ thông điệp");
    if (kind == "signal") return msg("Chờ tín hiệu");
    if (kind == "timer") return msg("Hẹn giờ");
    if (kind == "condition") return msg("Chờ điều kiện");
    if (kind == "call") return msg("Quy trình được gọi");
    return msg("Sự cố");
}

std::string marks_json(const std::vector<Mark>& marks)
{
    nlohmann::json all = nlohmann::json::array();
    for (const Mark& mark : marks)
        all.push_back(
            {{"id", mark.element}, {"kind", mark.kind}, {"text", mark.text}, {"title", mark.title}});
    return all.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

http::Response svg_of(const Call& call, const std::string& source, const std::vector<Mark>& marks)
{
    const auto model = bpmn::read(source);
    std::string svg = model ? draw_svg(*model, marks) : "";
    if (svg.empty()) return call.nothing();
    return http::Response{
        .status = 200, .headers = {{"Content-Type", "image/svg+xml"}}, .body = std::move(svg)};
}

std::map<std::string, std::string> names_in(const std::string& source)
{
    std::map<std::string, std::string> names;
    const auto model = bpmn::read(source);
    if (!model) return names;
    for (const bpmn::Element* element : model->model().with_id())
        names.emplace(element->id, element->name.empty() ? element->id : element->name);
    return names;
}

std::vector<std::pair<std::string, std::string>> steps_in(const std::string& source)
{
    std::vector<std::pair<std::string, std::string>> steps;
    const auto model = bpmn::read(source);
    if (!model) return steps;
    for (const bpmn::Element& element : model->model().elements())
        if (bpmn::is_flow_node(element.tag) && element.tag != bpmn::Tag::boundaryEvent &&
            element.tag != bpmn::Tag::startEvent)
            steps.emplace_back(element.id, element.name.empty() ? element.id : element.name);
    return steps;
}

std::map<std::int64_t, std::string> names_of_people(db::Transaction& tx, std::int64_t agency, base::Time now)
{
    std::map<std::int64_t, std::string> names;
    for (const directory::Person& one : directory::people(tx, agency, base::vietnam_day(now)))
        names[one.official] = one.name;
    return names;
}

std::string read_template()
{
    std::ifstream in(base::find_resources() / "data/processes/tiep_nhan_xu_ly.bpmn", std::ios::binary);
    std::ostringstream all;
    all << in.rdbuf();
    return all.str();
}

}  // namespace lt::process::pages
