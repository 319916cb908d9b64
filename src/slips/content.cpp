// What stands in a slip, to and from JSON: one list of the fields of each kind, for both ways. What is empty is left out.
#include <array>
#include <concepts>
#include <type_traits>

#include <nlohmann/json.hpp>

#include "kit/base/result.h"
#include "slips/api.h"

namespace lt::slips {
namespace {

using Json = nlohmann::json;

template <class T, class S>
concept Like = std::same_as<std::remove_const_t<T>, S>;

template <class V, Like<Office> T>
void fields(V& visit, T& it)
{
    visit("superior", it.superior);
    visit("name", it.name);
    visit("spoken", it.spoken);
    visit("place", it.place);
    visit("address", it.address);
    visit("phone", it.phone);
}

template <class V, Like<Heading> T>
void fields(V& visit, T& it)
{
    visit("office", it.office);
    visit("form", it.form);
    visit("basis", it.basis);
    visit("number", it.number);
    visit("at", it.at);
    visit("mark", it.mark);
}

template <class V, Like<Signer> T>
void fields(V& visit, T& it)
{
    visit("title", it.title);
    visit("name", it.name);
}

template <class V, Like<Person> T>
void fields(V& visit, T& it)
{
    visit("name", it.name);
    visit("identity", it.identity);
    visit("address", it.address);
    visit("phone", it.phone);
    visit("email", it.email);
}

template <class V, Like<Dossier> T>
void fields(V& visit, T& it)
{
    visit("code", it.code);
    visit("request", it.request);
    visit("applicant", it.applicant);
    visit("owner", it.owner);
    visit("owner_address", it.owner_address);
    visit("received_at", it.received_at);
    visit("due_at", it.due_at);
}

template <class V, Like<Paper> T>
void fields(V& visit, T& it)
{
    visit("name", it.name);
    visit("originals", it.originals);
    visit("certified", it.certified);
    visit("copies", it.copies);
    visit("electronic", it.electronic);
    visit("note", it.note);
}

template <class V, Like<Receipt> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("papers", it.papers);
    visit("sets", it.sets);
    visit("duration", it.duration);
    visit("fee", it.fee);
    visit("result_place", it.result_place);
    visit("book", it.book);
    visit("book_number", it.book_number);
    visit("look_up", it.look_up);
    visit("collect", it.collect);
    visit("receiver", it.receiver);
    visit("copies", it.copies);
    visit("count", it.count);
}

template <class V, Like<Missing> T>
void fields(V& visit, T& it)
{
    visit("paper", it.paper);
    visit("what", it.what);
    visit("reason", it.reason);
}

template <class V, Like<Supplement> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("missing", it.missing);
    visit("reason", it.reason);
    visit("until", it.until);
    visit("contact", it.contact);
    visit("contact_phone", it.contact_phone);
    visit("guide", it.guide);
}

template <class V, Like<Refusal> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("reason", it.reason);
    visit("guidance", it.guidance);
    visit("receiver", it.receiver);
}

template <class V, Like<Extension> T>
void fields(V& visit, T& it)
{
    visit("at", it.at);
    visit("more", it.more);
    visit("reason", it.reason);
    visit("basis", it.basis);
}

template <class V, Like<Apology> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("desk", it.desk);
    visit("agency", it.agency);
    visit("reason", it.reason);
    visit("new_due", it.new_due);
    visit("first_due", it.first_due);
    visit("basis", it.basis);
    visit("limit", it.limit);
    visit("before", it.before);
    visit("signer", it.signer);
    visit("recipients", it.recipients);
}

template <class V, Like<Stop> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("desk", it.desk);
    visit("agency", it.agency);
    visit("asked_by_applicant", it.asked_by_applicant);
    visit("asked_on", it.asked_on);
    visit("grounds", it.grounds);
    visit("stage", it.stage);
    visit("decision", it.decision);
    visit("money", it.money);
    visit("papers", it.papers);
    visit("signer", it.signer);
    visit("recipients", it.recipients);
}

template <class V, Like<Handing> T>
void fields(V& visit, T& it)
{
    visit("from", it.from);
    visit("to", it.to);
    visit("at", it.at);
    visit("giver", it.giver);
    visit("receiver", it.receiver);
    visit("outcome", it.outcome);
    visit("result", it.result);
    visit("note", it.note);
}

template <class V, Like<ControlSlip> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("steps", it.steps);
}

template <class V, Like<ResultNote> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("result", it.result);
    visit("result_number", it.result_number);
    visit("result_day", it.result_day);
    visit("copies", it.copies);
    visit("receiver", it.receiver);
    visit("authority", it.authority);
    visit("delivery", it.delivery);
    visit("taken_back", it.taken_back);
    visit("giver", it.giver);
}

template <class V, Like<FeeLine> T>
void fields(V& visit, T& it)
{
    visit("name", it.name);
    visit("basis", it.basis);
    visit("quantity", it.quantity);
    visit("price", it.price);
}

template <class V, Like<FeeNote> T>
void fields(V& visit, T& it)
{
    visit("heading", it.heading);
    visit("dossier", it.dossier);
    visit("lines", it.lines);
    visit("relief", it.relief);
    visit("relief_reason", it.relief_reason);
    visit("payer", it.payer);
    visit("method", it.method);
    visit("cashier", it.cashier);
}

template <class T>
constexpr bool kIsTime = std::same_as<T, base::Time> || std::same_as<T, base::Day>;
template <class T>
constexpr bool kIsPlain = std::is_arithmetic_v<T> || std::same_as<T, std::string>;
template <class T>
concept Optional = requires(T value)
{
    value.has_value();
};
template <class T>
concept List = requires(T value)
{
    value.emplace_back();
};

template <class T>
Json written(const T& value);

// What is a number or yes or no stands there always: not every one is 0 where nothing is said.
struct Writing {
    Json out = Json::object();

    template <class T>
    void operator()(const char* key, const T& value)
    {
        Json json = written(value);
        const bool is_empty =
            json.is_null() || json == "" || ((json.is_array() || json.is_object()) && json.empty());
        if (!is_empty) out[key] = std::move(json);
    }
};

template <class T>
Json written(const T& value)
{
    if constexpr (kIsTime<T>) {
        return value.time_since_epoch().count();
    } else if constexpr (std::is_enum_v<T>) {
        return static_cast<int>(value);
    } else if constexpr (kIsPlain<T>) {
        return value;
    } else if constexpr (Optional<T>) {
        return value ? written(*value) : Json(nullptr);
    } else if constexpr (List<T>) {
        Json out = Json::array();
        for (const auto& one : value) out.push_back(written(one));
        return out;
    } else {
        Writing writing;
        fields(writing, value);
        return std::move(writing.out);
    }
}

template <class T>
void read(const Json& json, T& value);

struct Reading {
    const Json& in;

    template <class T>
    void operator()(const char* key, T& value) const
    {
        if (const auto found = in.find(key); found != in.end()) read(*found, value);
    }
};

template <class T>
void read(const Json& json, T& value)
{
    if constexpr (kIsTime<T>) {
        value = T(typename T::duration(json.get<typename T::rep>()));
    } else if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(json.get<int>());
    } else if constexpr (kIsPlain<T>) {
        json.get_to(value);
    } else if constexpr (Optional<T>) {
        typename T::value_type one{};
        read(json, one);
        value = std::move(one);
    } else if constexpr (List<T>) {
        for (const Json& one : json) read(one, value.emplace_back());
    } else {
        const Reading reading{json};
        fields(reading, value);
    }
}

template <class T>
Content whole(const Json& json)
{
    T out;
    read(json, out);
    return out;
}

struct Printer {
    std::string operator()(const Receipt& it) const { return receipt_pdf(it); }
    std::string operator()(const Supplement& it) const { return supplement_pdf(it); }
    std::string operator()(const Refusal& it) const { return refusal_pdf(it); }
    std::string operator()(const Apology& it) const { return apology_pdf(it); }
    std::string operator()(const Stop& it) const { return stop_pdf(it); }
    std::string operator()(const ControlSlip& it) const { return control_slip_pdf(it); }
    std::string operator()(const ResultNote& it) const { return result_note_pdf(it); }
    std::string operator()(const FeeNote& it) const { return fee_note_pdf(it); }
};

struct Kind {
    std::string_view name;
    Content (*read)(const Json&);
};
constexpr std::array kKinds{
    Kind{"receipt", whole<Receipt>},   Kind{"supplement", whole<Supplement>},
    Kind{"refusal", whole<Refusal>},   Kind{"apology", whole<Apology>},
    Kind{"stop", whole<Stop>},         Kind{"control", whole<ControlSlip>},
    Kind{"return", whole<ResultNote>}, Kind{"fees", whole<FeeNote>},
};

}  // namespace

std::string json_of(const Content& content)
{
    return std::visit([](const auto& one) { return written(one).dump(); }, content);
}

Content content_from_json(std::string_view kind, std::string_view json)
{
    const Json parsed = Json::parse(json);
    for (const Kind& one : kKinds)
        if (one.name == kind) return one.read(parsed);
    throw base::Bug("no such slip: " + std::string(kind));
}

Heading& heading_of(Content& content)
{
    return std::visit([](auto& one) -> Heading& { return one.heading; }, content);
}

std::string pdf_of(const Content& content) { return std::visit(Printer{}, content); }

}  // namespace lt::slips
