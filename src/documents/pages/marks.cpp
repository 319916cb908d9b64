// States, urgency, due times and acts in the words and shapes of every page (the table of the look).
#include "documents/pages/marks.h"

#include <algorithm>
#include <array>

#include "documents/verdicts/verdicts.h"
#include "kit/base/text.h"
#include "kit/http/ascii.h"
#include "kit/page/stored_file.h"

namespace lt::documents::pages {

using page::msg;

namespace {

View mark(const Words& tr, const char* label, const char* colour, const char* shape)
{
    return {{"label", tr(label)}, {"colour", colour}, {"shape", shape}};
}

View text_or_false(const std::string& text) { return text.empty() ? View(false) : View(text); }

// "còn 2 ngày" in the reader's language: the rule speaks Vietnamese.
std::string translated_due(const Words& tr, const std::string& words)
{
    struct Pattern {
        const char* begin;
        const char* unit;
        const char* text;
    };
    static constexpr std::array<Pattern, 9> kPatterns{{
        {"còn ", " ngày", msg("còn {{count}} ngày")},
        {"còn ", " giờ", msg("còn {{count}} giờ")},
        {"còn ", " phút", msg("còn {{count}} phút")},
        {"quá hạn ", " ngày", msg("quá hạn {{count}} ngày")},
        {"quá hạn ", " giờ", msg("quá hạn {{count}} giờ")},
        {"quá hạn ", " phút", msg("quá hạn {{count}} phút")},
        {"trước hạn ", " ngày", msg("trước hạn {{count}} ngày")},
        {"trước hạn ", " giờ", msg("trước hạn {{count}} giờ")},
        {"trước hạn ", " phút", msg("trước hạn {{count}} phút")},
    }};
    for (const Pattern& pattern : kPatterns) {
        const std::string_view begin = pattern.begin;
        const std::string_view unit = pattern.unit;
        if (!words.starts_with(begin) || !words.ends_with(unit)) continue;
        return tr(pattern.text,
                  {{"count", words.substr(begin.size(), words.size() - begin.size() - unit.size())}});
    }
    return words;
}

}  // namespace

View incoming_state(const Words& tr, DeliveryState state, bool submitted)
{
    switch (state) {
    case DeliveryState::sent: break;  // of agencies elsewhere only
    case DeliveryState::arrived: return mark(tr, msg("Chờ đăng ký"), "grey", "todo");
    case DeliveryState::accepted:
        if (submitted) return mark(tr, msg("Chờ phân công"), "orange", "todo");
        return mark(tr, msg("Chờ trình"), "grey", "todo");
    case DeliveryState::assigned:
    case DeliveryState::in_progress: return mark(tr, msg("Đang xử lý"), "blue", "doing");
    case DeliveryState::done: return mark(tr, msg("Hoàn thành"), "green", "done");
    case DeliveryState::refused: return mark(tr, msg("Từ chối tiếp nhận"), "red", "stop");
    case DeliveryState::recalled: return mark(tr, msg("Đã thu hồi"), "red", "stop");
    }
    return nullptr;
}

View recipient_state(const Words& tr, DeliveryState state)
{
    switch (state) {
    case DeliveryState::sent: return mark(tr, msg("Đã gửi, chờ hệ thống nhận"), "grey", "todo");
    case DeliveryState::arrived: return mark(tr, msg("Đã đến"), "grey", "todo");
    case DeliveryState::accepted: return mark(tr, msg("Đã tiếp nhận"), "blue", "doing");
    case DeliveryState::assigned: return mark(tr, msg("Phân công"), "blue", "doing");
    case DeliveryState::in_progress: return mark(tr, msg("Đang xử lý"), "blue", "doing");
    case DeliveryState::done: return mark(tr, msg("Hoàn thành"), "green", "done");
    case DeliveryState::refused: return mark(tr, msg("Từ chối tiếp nhận"), "red", "stop");
    case DeliveryState::recalled: return mark(tr, msg("Đã thu hồi"), "red", "stop");
    }
    return nullptr;
}

View outgoing_state(const Words& tr, DocumentState state, bool recalled)
{
    if (recalled) return mark(tr, msg("Đề nghị thu hồi"), "red", "stop");
    switch (state) {
    case DocumentState::draft: return mark(tr, msg("Dự thảo"), "grey", "todo");
    case DocumentState::review: return mark(tr, msg("Chờ ký"), "orange", "todo");
    case DocumentState::approved: return mark(tr, msg("Chờ phát hành"), "grey", "todo");
    case DocumentState::issued: return mark(tr, msg("Đã phát hành"), "green", "done");
    }
    return nullptr;
}

View urgency_mark(Urgency urgency)
{
    if (urgency == Urgency::normal) return nullptr;
    return {{std::string(to_text(urgency)), true}};
}

std::string urgency_label(const Words& tr, Urgency urgency)
{
    switch (urgency) {
    case Urgency::normal: return tr("Thường");
    case Urgency::urgent: return tr("Khẩn");
    case Urgency::very_urgent: return tr("Thượng khẩn");
    case Urgency::immediate: return tr("Hoả tốc");
    }
    return {};
}

View due_mark(const Words& tr, const calendar::Calendar& calendar, std::optional<base::Time> due,
              base::Time now, std::optional<base::Time> closed_at)
{
    if (!due) return nullptr;
    DueWords left = due_words(calendar, *due, closed_at.value_or(now));
    View view{{"at", base::format_vietnam(*due)}, {"iso", base::format_iso(*due)}};
    if (closed_at) {
        // Finished: what counts is whether it was in time.
        constexpr std::string_view kLeft = "còn ";
        if (left.words.starts_with(kLeft)) left.words = "trước hạn " + left.words.substr(kLeft.size());
        view["at"] = tr("xong {{time}}", {{"time", short_time(*closed_at, now)}});
        if (left.level == "soon") left.level.clear();
    }
    view["relative"] = translated_due(tr, left.words);
    view["soon"] = left.level == "soon";
    view["late"] = left.level == "late";
    return view;
}

std::string assignment_role_label(const Words& tr, AssignmentRole role)
{
    switch (role) {
    case AssignmentRole::lead: return tr("Chủ trì");
    case AssignmentRole::support: return tr("Phối hợp");
    case AssignmentRole::informed: return tr("Nhận để biết");
    }
    return {};
}

std::string short_time(base::Time time, base::Time now)
{
    constexpr std::size_t kYear = 6;  // "20/11/2026 09:31"
    std::string text = base::format_vietnam(time);
    if (text.compare(kYear, 4, base::format_vietnam(now), kYear, 4) == 0) text.erase(kYear - 1, 5);
    return text;
}

std::string count_label(int count)
{
    if (count <= 0) return {};
    return count >= 1000 ? "999+" : std::to_string(count);
}

std::string long_day(const Words& tr, base::Day day)
{
    static constexpr std::array<const char*, 7> kNames{msg("Chủ nhật"), msg("Thứ Hai"), msg("Thứ Ba"),
                                                       msg("Thứ Tư"),   msg("Thứ Năm"), msg("Thứ Sáu"),
                                                       msg("Thứ Bảy")};
    return tr(kNames.at(std::chrono::weekday(day).c_encoding())) + ", " + base::format_day(day);
}

std::string event_words(const Words& tr, const EventRow& event)
{
    struct Act {
        std::string_view action;
        const char* words;
    };
    static constexpr auto kActs = std::to_array<Act>({
        {"created", msg("Soạn dự thảo")},
        {"copied", msg("Làm bản sao")},
        {"edited", msg("Sửa dự thảo")},
        {"discarded", msg("Xoá dự thảo")},
        {"placed", msg("Sửa vị trí chữ ký, số và ngày")},
        {"places_forgotten", msg("Tìm lại tự động vị trí chữ ký, số và ngày")},
        {"submitted_for_signature", msg("Trình ký")},
        {"taken_back", msg("Rút dự thảo về")},
        {"approved", msg("Duyệt ký")},
        {"signed", msg("Ký số, duyệt")},
        {"numbered", msg("Cấp số")},
        {"preserved", msg("Lưu bằng chứng chữ ký")},
        {"renewed", msg("Gia hạn bằng chứng chữ ký")},
        {"returned", msg("Trả lại dự thảo")},
        {"accepted", msg("Tiếp nhận, vào sổ")},
        {"accepted_broken", msg("Tiếp nhận dù chữ ký số không hợp lệ")},
        {"registered", msg("Đã đăng ký văn bản đến")},
        {"arrived", msg("Văn bản đã đến")},
        {"imported", msg("Nhận từ trục liên thông")},
        {"refused", msg("Từ chối tiếp nhận")},
        {"submitted", msg("Đã trình lãnh đạo")},
        {"assigned", msg("Đã phân công xử lý")},
        {"instructed", msg("Ý kiến chỉ đạo")},
        {"started", msg("Bắt đầu xử lý")},
        {"reported", msg("Đã báo cáo kết quả")},
        {"completed", msg("Hoàn thành")},
        {"recall_wanted", msg("Nơi gửi đề nghị lấy lại")},
        {"recall_agreed", msg("Đồng ý cho lấy lại")},
        {"recall_refused", msg("Không đồng ý cho lấy lại")},
        {"reminder", msg("Nơi gửi đôn đốc")},
    });
    const std::string count = counted(event.detail).count;
    if (event.action == "issued") return tr("Phát hành đến {{count}} nơi nhận", {{"count", count}});
    if (event.action == "recipients_added") return tr("Gửi bổ sung {{count}} nơi nhận", {{"count", count}});
    if (event.action == "reminded") return tr("Đôn đốc {{count}} nơi nhận", {{"count", count}});
    if (event.action == "recall_asked") return tr("Đề nghị thu hồi");
    const auto found =
        std::find_if(kActs.begin(), kActs.end(), [&](const Act& act) { return act.action == event.action; });
    return found == kActs.end() ? event.action : tr(found->words);
}

View log_of(const Words& tr, const std::vector<EventRow>& events)
{
    View items = View::array();
    for (const EventRow& event : events) {
        // The recipients' acts name the agency, one's own the person.
        const std::string by = event.own ? event.official_name : event.agency_name;
        const bool several =
            event.action == "issued" || event.action == "recipients_added" || event.action == "reminded";
        const std::string note = several ? counted(event.detail).note : event.detail;
        items.push_back({{"text", event_words(tr, event)},
                         {"action", event.action},
                         {"at", base::format_vietnam(event.at)},
                         {"by", text_or_false(by)},
                         {"note", note.empty() ? View(false) : View("“" + note + "”")},
                         {"href", false}});
    }
    return {{"items", std::move(items)}, {"more_href", false}};
}

View unjudged_view(const Words& tr, const FileRow& file)
{
    View view{{"label", tr("Đang kiểm tra chữ ký số")},
              {"indication", ""},
              {"colour", "grey"},
              {"shape", "todo"},
              {"headline", false},
              {"lines", View::array()},
              {"again_href", false},
              {"at", false}};
    if (file.size <= kJudgedFileLimit) return view;
    view["label"] = view["headline"] = tr("Không kiểm tra chữ ký số: tệp quá lớn");
    view["lines"].push_back(
        {{"text",
          tr("Tệp lớn hơn 100 MB. Tải tệp về và kiểm tra chữ ký bằng phần mềm đọc PDF trước khi xử lý.")}});
    return view;
}

View verdict_view(const Words& tr, const FileRow& file)
{
    struct Look {
        std::string_view indication;
        const char* label;
        const char* colour;
        const char* shape;
    };
    static constexpr std::array<Look, 5> kLooks{{
        {"total-passed", msg("Chữ ký số hợp lệ"), "green", "done"},
        {"total-failed", msg("Chữ ký số không hợp lệ"), "red", "stop"},
        {"indeterminate", msg("Chưa xác định được chữ ký số"), "orange", "todo"},
        {"unsigned", msg("Không có chữ ký số"), "grey", "todo"},
        {"unreadable", msg("Không kiểm tra được chữ ký số"), "orange", "todo"},
    }};
    const auto look = std::find_if(kLooks.begin(), kLooks.end(),
                                   [&](const Look& one) { return one.indication == file.indication; });
    if (look == kLooks.end()) return nullptr;
    View view{{"label", tr(look->label)},
              {"indication", file.indication},
              {"colour", look->colour},
              {"shape", look->shape},
              {"headline", false},
              {"lines", View::array()},
              {"again_href", false},
              {"at", file.judged_at ? View(base::format_vietnam(*file.judged_at)) : View(false)}};
    if (file.report.empty()) return view;
    const View report = View::parse(file.report);
    const auto words = [&](const View& message) {
        base::Message out(message.at("text").get<std::string>());
        for (const View& value : message.at("values"))
            out.values.push_back({value.at("name").get<std::string>(), value.at("text").get<std::string>(),
                                  value.at("in_catalogue").get<bool>()});
        return tr(out);
    };
    view["headline"] = words(report.at("headline"));
    for (const View& line : report.at("lines")) view["lines"].push_back({{"text", words(line)}});
    return view;
}

namespace {

// Nothing for files that the agency has not signed, and for other agencies.
View preserved_view(const Words& tr, const FileRow& file, const std::string& href)
{
    if (!file.renew_by) return nullptr;
    if (!file.preserved)
        return {{"text", tr("Chưa có bản lưu lâu dài (B-LTA): hệ thống tự tạo sau khi phát hành.")},
                {"href", false}};
    return {{"text", tr("Bản lưu lâu dài (B-LTA), gia hạn trước ngày {{day}}",
                        {{"day", base::format_day(base::vietnam_day(*file.renew_by))}})},
            {"href", href + "?preserved=1&download=1"}};
}

}  // namespace

View file_view(const Words& tr, const FileRow& file)
{
    const bool image = file.media_type.starts_with("image/") && file.media_type != "image/svg+xml";
    const std::string href = "/files/" + file.uid + "/" + http::percent_encode(file.name);
    const std::string kind = file.media_type == "application/pdf" ? "PDF" : image ? tr("ảnh") : "";
    View view{{"uid", file.uid}, {"name", file.name}, {"media_type", file.media_type}, {"size", file.size}};
    view["facts"] = (kind.empty() ? "" : kind + " · ") + base::format_size(file.size);
    view["download_href"] = href + "?download=1";
    const bool shown = page::shown_inline(file.media_type);
    view["href"] = shown ? View(href) : View(false);
    view["image"] = shown && image;
    view["verdict"] = verdict_view(tr, file);
    view["preserved"] = preserved_view(tr, file, href);
    return view;
}

View fact(const std::string& key, const std::string& value, const std::string& note, const std::string& href)
{
    return {{"key", key}, {"value", value}, {"note", text_or_false(note)}, {"href", text_or_false(href)}};
}

}  // namespace lt::documents::pages
