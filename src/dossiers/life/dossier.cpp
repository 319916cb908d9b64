// See dossier.h.
#include "dossiers/life/dossier.h"

#include <array>
#include <utility>

namespace lt::dossiers {

using base::msg;

namespace {

struct StateName {
    State state;
    std::string_view text;
    const char* words;
};
constexpr std::array kStates{
    StateName{State::registered, "registered", msg("Mới đăng ký")},
    StateName{State::received, "received", msg("Được tiếp nhận")},
    StateName{State::rejected, "rejected", msg("Không được tiếp nhận")},
    StateName{State::processing, "processing", msg("Đang xử lý")},
    StateName{State::supplement, "supplement", msg("Yêu cầu bổ sung giấy tờ")},
    StateName{State::payment, "payment", msg("Chờ thực hiện nghĩa vụ tài chính")},
    StateName{State::withdrawn, "withdrawn", msg("Đã rút")},
    StateName{State::stopped, "stopped", msg("Dừng xử lý")},
    StateName{State::resolved, "resolved", msg("Đã có kết quả")},
    StateName{State::returned, "returned", msg("Đã trả kết quả")},
};

struct ActName {
    ActKind kind;
    std::string_view text;
    const char* words;
};
constexpr std::array kActs{
    ActName{ActKind::lodge, "lodge", msg("Nộp hồ sơ")},
    ActName{ActKind::receive, "receive", msg("Tiếp nhận")},
    ActName{ActKind::reject, "reject", msg("Từ chối tiếp nhận")},
    ActName{ActKind::begin, "begin", msg("Chuyển xử lý")},
    ActName{ActKind::ask_supplement, "ask_supplement", msg("Yêu cầu bổ sung")},
    ActName{ActKind::supplemented, "supplemented", msg("Nhận giấy tờ bổ sung")},
    ActName{ActKind::ask_payment, "ask_payment", msg("Yêu cầu thực hiện nghĩa vụ tài chính")},
    ActName{ActKind::paid, "paid", msg("Đã thực hiện nghĩa vụ tài chính")},
    ActName{ActKind::extend, "extend", msg("Xin lỗi và gia hạn")},
    ActName{ActKind::verify, "verify", msg("Kéo dài thời hạn để xác minh")},
    ActName{ActKind::withdraw, "withdraw", msg("Rút hồ sơ theo yêu cầu")},
    ActName{ActKind::stop, "stop", msg("Dừng giải quyết")},
    ActName{ActKind::resolve, "resolve", msg("Có kết quả")},
    ActName{ActKind::hand_over, "hand_over", msg("Trả kết quả")},
    ActName{ActKind::note, "note", msg("Ghi chú")},
    ActName{ActKind::take_back, "take_back", msg("Lấy lại thao tác trước")},
};

bool is_blank(const std::string& text) { return text.find_first_not_of(" \t\r\n") == std::string::npos; }

base::Error does_not_fit(State state, ActKind kind)
{
    return base::conflict({msg("Hồ sơ ở trạng thái “{{state}}”, không thực hiện được “{{act}}”."),
                           {{"state", words_of(state), true}, {"act", words_of(kind), true}}});
}

// The clock does something, where there is one.
using ClockAct = base::Result<calendar::Deadline> (*)(calendar::Deadline, calendar::Act);
base::Result<base::Done> wind(Life& life, ClockAct clock_act, const Act& act)
{
    if (!life.clock) return base::Done{};
    auto wound = clock_act(*life.clock, {.kind = {},
                                         .at = act.at,
                                         .by = act.by,
                                         .reason = act.reason,
                                         .basis = act.basis,
                                         .more = act.more,
                                         .goes_on = act.kind == ActKind::ask_payment});
    if (!wound) return wound.error();
    life.clock = *std::move(wound);
    return base::Done{};
}

base::Result<base::Done> finish(Life& life, State state, const Act& act)
{
    life.state = state;
    if (is_over(state)) life.ended_at = act.at;
    if (!life.clock || calendar::run_of(*life.clock) == calendar::Run::ended) return base::Done{};
    return wind(life, calendar::end, act);
}

base::Result<base::Done> ask_supplement(Life& life, const Act& act)
{
    life.before = life.state;
    // What an online dossier lacks before it is received costs the agency no time and is not the supplement that the law allows once.
    if (life.state != State::registered) {
        if (life.supplements > 0 && is_blank(act.basis))
            return base::invalid(
                "basis", msg("Đã yêu cầu bổ sung một lần. Nhập căn cứ cho phép yêu cầu thêm lần nữa."));
        ++life.supplements;
    }
    life.state = State::supplement;
    return wind(life, calendar::pause, act);
}

base::Result<base::Done> extend(Life& life, const Act& act, const calendar::Calendar& calendar)
{
    if (!life.clock) return base::conflict(msg("Hồ sơ không có hẹn trả, không phải gia hạn."));
    const auto due = due_of(life, calendar);
    if (due && *due < act.at)
        return base::conflict(msg("Hẹn trả đã qua. Văn bản xin lỗi và gia hạn phải có trước hẹn trả."));
    return wind(life, calendar::extend, act);
}

// The limit of the law for what is verified takes the place of the shorter one, from the reception on, whatever was done with the clock. What was
// late before stays late.
base::Result<base::Done> verify(Life& life, const std::optional<calendar::Limit>& limit, const Act& act,
                                const calendar::Calendar& calendar)
{
    const auto due = due_of(life, calendar);
    if (!due || !limit) return base::conflict(msg("Hồ sơ không có hẹn trả, không phải kéo dài thời hạn."));
    if (*due < act.at) return base::conflict(msg("Hẹn trả đã qua, không kéo dài thời hạn để xác minh được."));
    life.clock->limit = *limit;
    const auto longer = due_of(life, calendar);
    if (!longer || *longer <= *due)
        return base::conflict(msg("Thời hạn khi phải xác minh không dài hơn thời hạn đang tính."));
    return base::Done{};
}

base::Result<base::Done> apply(Life& life, const Act& act, const std::optional<calendar::Limit>& limit,
                               const calendar::Calendar& calendar)
{
    switch (act.kind) {
    case ActKind::receive:
        life.state = State::received;
        life.received_at = act.at;
        if (limit) life.clock = calendar::Deadline{.limit = *limit, .received = act.at, .acts = {}};
        return base::Done{};
    case ActKind::reject: return finish(life, State::rejected, act);
    case ActKind::begin: life.state = State::processing; return base::Done{};
    case ActKind::ask_supplement: return ask_supplement(life, act);
    // Also from 5 to 1, which the list of the exchange does not have: see dossier_test.cpp.
    case ActKind::supplemented: life.state = life.before; return wind(life, calendar::resume, act);
    case ActKind::ask_payment: life.state = State::payment; return wind(life, calendar::pause, act);
    case ActKind::paid: life.state = State::processing; return wind(life, calendar::resume, act);
    case ActKind::extend: return extend(life, act, calendar);
    case ActKind::verify: return verify(life, limit, act, calendar);
    case ActKind::withdraw: return finish(life, State::withdrawn, act);
    case ActKind::stop: return finish(life, State::stopped, act);
    case ActKind::resolve: life.resolved_at = act.at; return finish(life, State::resolved, act);
    case ActKind::hand_over: return finish(life, State::returned, act);
    case ActKind::note: return base::Done{};
    case ActKind::lodge:
    case ActKind::take_back: break;
    }
    return base::conflict(msg("Không lấy lại được thao tác này."));
}

}  // namespace

int national_code(State state) { return static_cast<int>(state) + 1; }

std::string_view to_text(State state) { return kStates[static_cast<std::size_t>(state)].text; }

std::optional<State> state_from(std::string_view text)
{
    for (const StateName& one : kStates)
        if (one.text == text) return one.state;
    return std::nullopt;
}

const char* words_of(State state) { return kStates[static_cast<std::size_t>(state)].words; }

bool is_over(State state)
{
    return state == State::rejected || state == State::withdrawn || state == State::stopped ||
           state == State::returned;
}

std::string_view to_text(ActKind kind) { return kActs[static_cast<std::size_t>(kind)].text; }

std::optional<ActKind> act_from(std::string_view text)
{
    for (const ActName& one : kActs)
        if (one.text == text) return one.kind;
    return std::nullopt;
}

const char* words_of(ActKind kind) { return kActs[static_cast<std::size_t>(kind)].words; }

bool needs_reason(ActKind kind)
{
    switch (kind) {
    case ActKind::reject:
    case ActKind::ask_supplement:
    case ActKind::ask_payment:
    case ActKind::extend:
    case ActKind::verify:
    case ActKind::withdraw:
    case ActKind::stop:
    case ActKind::note:
    case ActKind::take_back: return true;
    case ActKind::lodge:
    case ActKind::receive:
    case ActKind::begin:
    case ActKind::supplemented:
    case ActKind::paid:
    case ActKind::resolve:
    case ActKind::hand_over: break;
    }
    return false;
}

bool fits(State state, ActKind kind)
{
    using S = State;
    switch (kind) {
    case ActKind::receive:
    case ActKind::reject: return state == S::registered;
    case ActKind::begin: return state == S::received;
    case ActKind::ask_supplement:
        return state == S::registered || state == S::received || state == S::processing;
    case ActKind::supplemented: return state == S::supplement;
    case ActKind::ask_payment: return state == S::received || state == S::processing;
    case ActKind::paid: return state == S::payment;
    case ActKind::extend: return state == S::received || state == S::processing;
    case ActKind::verify: return state == S::processing;
    case ActKind::withdraw:
        return state == S::registered || state == S::received || state == S::processing ||
               state == S::supplement || state == S::payment;
    case ActKind::stop:
        return state == S::received || state == S::processing || state == S::supplement ||
               state == S::payment;
    case ActKind::resolve: return state == S::processing || state == S::payment;
    case ActKind::hand_over: return state == S::resolved;
    case ActKind::note: return true;
    case ActKind::lodge:
    case ActKind::take_back: break;
    }
    return false;
}

base::Result<Life> act(const Life& life, const Act& act, const std::optional<calendar::Limit>& limit,
                       const calendar::Calendar& calendar)
{
    if (!fits(life.state, act.kind)) return does_not_fit(life.state, act.kind);
    if (needs_reason(act.kind) && is_blank(act.reason))
        return base::invalid("reason",
                             act.kind == ActKind::note ? msg("Nhập nội dung ghi chú.") : msg("Nhập lý do."));
    Life out = life;
    const auto done = apply(out, act, limit, calendar);
    if (!done) return done.error();
    return out;
}

const char* why_not_taken_back(ActKind last)
{
    switch (last) {
    case ActKind::lodge:
        return msg("Người nộp đã gửi hồ sơ nên không lấy lại được. Từ chối tiếp nhận nếu hồ sơ không đúng.");
    case ActKind::receive:
        return msg(
            "Giấy tiếp nhận và hẹn trả đã giao cho người nộp nên không lấy lại được việc tiếp nhận. Tiếp nhận nhầm thì rút hồ sơ theo yêu cầu của người nộp, hoặc lãnh đạo cơ quan giải quyết dừng giải quyết.");
    case ActKind::begin:
        return msg(
            "Hồ sơ đã vào quy trình xử lý nên không lấy lại được việc chuyển. Cần dừng thì rút hồ sơ theo yêu cầu của người nộp, hoặc lãnh đạo cơ quan giải quyết dừng giải quyết.");
    case ActKind::note: return msg("Ghi chú ở lại trong lịch sử hồ sơ. Thêm một ghi chú khác để đính chính.");
    case ActKind::take_back: return msg("Thao tác trước đã được lấy lại. Cần thì thực hiện lại thao tác đó.");
    case ActKind::reject:
    case ActKind::ask_supplement:
    case ActKind::ask_payment:
    case ActKind::paid:
    case ActKind::supplemented:
    case ActKind::extend:
    case ActKind::verify:
    case ActKind::withdraw:
    case ActKind::stop:
    case ActKind::resolve:
    case ActKind::hand_over: break;
    }
    return nullptr;
}

bool can_be_taken_back(ActKind last) { return why_not_taken_back(last) == nullptr; }

base::Result<Life> take_back(ActKind last, const Life& before, const Act& act)
{
    if (const char* why = why_not_taken_back(last)) return base::conflict(why);
    if (is_blank(act.reason)) return base::invalid("reason", msg("Nhập lý do."));
    return before;
}

std::optional<base::Time> due_of(const Life& life, const calendar::Calendar& calendar)
{
    return life.clock ? calendar::due_of(calendar, *life.clock) : std::nullopt;
}

Timeliness timeliness(std::optional<base::Time> due, base::Time done)
{
    if (!due) return Timeliness::on_time;
    if (done > *due) return Timeliness::late;
    return base::vietnam_day(done) < base::vietnam_day(*due) ? Timeliness::early : Timeliness::on_time;
}

}  // namespace lt::dossiers
