// See content.h. Keys are sorted, so that equal procedures give equal text; what is empty is left out.
#include "procedures/records/content.h"

#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/result.h"

namespace lt::procedures {
namespace {

using Json = nlohmann::json;

constexpr std::array kLevels{Level::ministry, Level::province, Level::commune, Level::other};
constexpr std::array kAllWays{Way::counter, Way::online, Way::post};
constexpr std::array kAllUnits{TimeUnit::unstated,      TimeUnit::minutes, TimeUnit::hours,
                               TimeUnit::working_hours, TimeUnit::days,    TimeUnit::working_days,
                               TimeUnit::months,        TimeUnit::same_day};
constexpr std::array kTimeStates{TimeState::stated, TimeState::absent, TimeState::not_fixed,
                                 TimeState::no_result, TimeState::unclear};
constexpr std::array kFeeStates{FeeState::free, FeeState::amount, FeeState::absent, FeeState::unclear};
constexpr std::array kTroubles{
    Trouble::channels_unclear, Trouble::time_without_unit, Trouble::time_beside_fee, Trouble::time_unclear,
    Trouble::times_disagree,   Trouble::other_times,       Trouble::fee_unclear,     Trouble::fee_disagrees,
    Trouble::fee_too_small,    Trouble::papers_unclear,    Trouble::count_unclear,   Trouble::form_unclear,
    Trouble::law_unclear,      Trouble::result_unclear,    Trouble::level_unknown};

template <class List>
auto named(const List& list, std::string_view name)
{
    for (const auto one : list)
        if (to_text(one) == name) return one;
    base::check_failed("a known name", __FILE__, __LINE__);
}

void put(Json& out, const char* key, const std::string& text)
{
    if (!text.empty()) out[key] = text;
}
void put(Json& out, const char* key, std::int64_t number)
{
    if (number != 0) out[key] = number;
}
void put(Json& out, const char* key, const std::vector<std::string>& texts)
{
    if (!texts.empty()) out[key] = texts;
}
Json to_value(Level);
Json to_value(const Duration&);
Json to_value(const Fee&);
Json to_value(const Term&);
Json to_value(const Channel&);
Json to_value(const Paper&);
Json to_value(const Case&);
Json to_value(const Outcome&);
Json to_value(const LegalBasis&);
Json to_value(const Issue&);

template <class T>
void put_all(Json& out, const char* key, const std::vector<T>& items)
{
    for (const T& item : items) out[key].push_back(to_value(item));
}

Json to_value(Level level) { return to_text(level); }

Json to_value(const Duration& one)
{
    Json out{{"unit", to_text(one.unit)}};
    put(out, "amount", one.amount);
    put(out, "condition", one.condition);
    put(out, "cutoff_hour", one.cutoff_hour);
    return out;
}

Json to_value(const Fee& fee)
{
    Json out{{"state", to_text(fee.state)}};
    put(out, "amount", fee.amount);
    put(out, "currency", fee.currency);
    put(out, "per", fee.per);
    put(out, "condition", fee.condition);
    put(out, "text", fee.text);
    return out;
}

Json to_value(const Term& term)
{
    Json out{{"time", to_text(term.state)}};
    put_all(out, "durations", term.durations);
    put(out, "time_text", term.time_text);
    put_all(out, "fees", term.fees);
    put(out, "note", term.note);
    return out;
}

Json to_value(const Channel& channel)
{
    Json out{{"way", to_text(channel.way)}};
    put_all(out, "terms", channel.terms);
    return out;
}

Json to_value(const Paper& paper)
{
    Json out{{"name", paper.name}};
    put(out, "code", paper.code);
    put(out, "form", paper.form);
    put(out, "originals", paper.originals);
    put(out, "copies", paper.copies);
    return out;
}

Json to_value(const Case& one)
{
    Json out{{"name", one.name}};
    put_all(out, "papers", one.papers);
    return out;
}

Json to_value(const Outcome& one)
{
    Json out{{"name", one.name}};
    put(out, "code", one.code);
    return out;
}

Json to_value(const LegalBasis& law)
{
    Json out{{"name", law.name}};
    put(out, "number", law.number);
    put(out, "issuer", law.issuer);
    if (law.issued) out["issued"] = base::format_iso(*law.issued);
    return out;
}

Json to_value(const Issue& issue) { return {{"trouble", to_text(issue.trouble)}, {"text", issue.text}}; }

Json to_value(const Agencies& agencies)
{
    Json out = Json::object();
    put(out, "decides", agencies.decides);
    put(out, "executes", agencies.executes);
    put(out, "supports", agencies.supports);
    put(out, "authorised", agencies.authorised);
    put(out, "receives", agencies.receives);
    if (agencies.anywhere) out["anywhere"] = true;
    return out;
}

std::string text_at(const Json& in, const char* key) { return in.value(key, std::string()); }
int number_at(const Json& in, const char* key) { return in.value(key, 0); }
std::vector<std::string> texts_at(const Json& in, const char* key)
{
    return in.value(key, std::vector<std::string>());
}

// The items of a list, each read by `read`.
template <class Read>
auto all_at(const Json& in, const char* key, Read read)
{
    std::vector<decltype(read(in))> out;
    if (const auto found = in.find(key); found != in.end())
        for (const Json& item : *found) out.push_back(read(item));
    return out;
}

Duration duration_from(const Json& in)
{
    return {.amount = number_at(in, "amount"),
            .unit = named(kAllUnits, text_at(in, "unit")),
            .condition = text_at(in, "condition"),
            .cutoff_hour = number_at(in, "cutoff_hour")};
}

Fee fee_from(const Json& in)
{
    return {.state = named(kFeeStates, text_at(in, "state")),
            .amount = in.value("amount", std::int64_t(0)),
            .currency = text_at(in, "currency"),
            .per = text_at(in, "per"),
            .condition = text_at(in, "condition"),
            .text = text_at(in, "text")};
}

Term term_from(const Json& in)
{
    return {.state = named(kTimeStates, text_at(in, "time")),
            .durations = all_at(in, "durations", duration_from),
            .time_text = text_at(in, "time_text"),
            .fees = all_at(in, "fees", fee_from),
            .note = text_at(in, "note")};
}

Channel channel_from(const Json& in)
{
    return {.way = named(kAllWays, text_at(in, "way")), .terms = all_at(in, "terms", term_from)};
}

Paper paper_from(const Json& in)
{
    return {.code = text_at(in, "code"),
            .name = text_at(in, "name"),
            .form = text_at(in, "form"),
            .originals = number_at(in, "originals"),
            .copies = number_at(in, "copies")};
}

Case case_from(const Json& in)
{
    return {.name = text_at(in, "name"), .papers = all_at(in, "papers", paper_from)};
}
Outcome outcome_from(const Json& in) { return {.code = text_at(in, "code"), .name = text_at(in, "name")}; }

LegalBasis law_from(const Json& in)
{
    LegalBasis out{
        .number = text_at(in, "number"), .name = text_at(in, "name"), .issuer = text_at(in, "issuer")};
    if (in.contains("issued")) out.issued = base::parse_day(text_at(in, "issued"));
    return out;
}

Issue issue_from(const Json& in) { return {named(kTroubles, text_at(in, "trouble")), text_at(in, "text")}; }

Agencies agencies_from(const Json& in)
{
    return {.decides = texts_at(in, "decides"),
            .executes = texts_at(in, "executes"),
            .supports = texts_at(in, "supports"),
            .authorised = texts_at(in, "authorised"),
            .receives = text_at(in, "receives"),
            .anywhere = in.value("anywhere", false)};
}

}  // namespace

std::string to_json(const Procedure& p)
{
    Json out{{"code", p.code}, {"name", p.name}};
    put(out, "field_code", p.field_code);
    put(out, "field", p.field);
    put_all(out, "levels", p.levels);
    put(out, "kind", p.kind);
    put(out, "decision", p.decision);
    put(out, "subjects", p.subjects);
    out["agencies"] = to_value(p.agencies);
    put(out, "steps", p.steps);
    put_all(out, "cases", p.cases);
    put_all(out, "channels", p.channels);
    put_all(out, "results", p.results);
    put_all(out, "legal_bases", p.legal_bases);
    put(out, "conditions", p.conditions);
    put(out, "source", p.source);
    put_all(out, "issues", p.issues);
    return out.dump();
}

Procedure from_json(std::string_view json)
{
    const Json in = Json::parse(json, nullptr, false);
    CHECK(in.is_object());
    Procedure out;
    out.code = text_at(in, "code");
    out.name = text_at(in, "name");
    out.field_code = text_at(in, "field_code");
    out.field = text_at(in, "field");
    out.levels =
        all_at(in, "levels", [](const Json& level) { return named(kLevels, level.get<std::string>()); });
    out.kind = text_at(in, "kind");
    out.decision = text_at(in, "decision");
    out.subjects = texts_at(in, "subjects");
    out.agencies = agencies_from(in.at("agencies"));
    out.steps = text_at(in, "steps");
    out.cases = all_at(in, "cases", case_from);
    out.channels = all_at(in, "channels", channel_from);
    out.results = all_at(in, "results", outcome_from);
    out.legal_bases = all_at(in, "legal_bases", law_from);
    out.conditions = text_at(in, "conditions");
    out.source = text_at(in, "source");
    out.issues = all_at(in, "issues", issue_from);
    return out;
}

}  // namespace lt::procedures
