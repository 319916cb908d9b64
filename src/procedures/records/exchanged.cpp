// The shape of the exchange service: objects and lists under upper-case names. Times and fees hang on the channel, papers on the case.
#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

#include "kit/base/text.h"
#include "procedures/records/durations.h"
#include "procedures/records/fees.h"
#include "procedures/records/laws.h"
#include "procedures/records/shapes.h"

namespace lt::procedures {
namespace {

using Json = nlohmann::json;

// Systems write the same names as MaTTHC, MATTHC, maTTHC.
const Json& member(const Json& object, std::string_view name)
{
    static const Json kNone;
    if (!object.is_object()) return kNone;
    for (const auto& [key, value] : object.items())
        if (base::lower(key) == base::lower(name)) return value;
    return kNone;
}

std::string text_of(const Json& value)
{
    if (value.is_string()) return stated(value.get_ref<const std::string&>());
    if (value.is_number() || value.is_boolean()) return value.dump();
    return {};
}

std::string text(const Json& object, std::string_view name) { return text_of(member(object, name)); }

int count(const Json& object, std::string_view name)
{
    const std::string digits = text(object, name);
    const bool number = !digits.empty() && digits.size() <= 4 &&
                        std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return number ? std::stoi(digits) : 0;
}

// A list; one object alone counts as a list of one.
std::vector<const Json*> list(const Json& object, std::string_view name)
{
    std::vector<const Json*> out;
    const Json& value = member(object, name);
    if (value.is_object()) out.push_back(&value);
    if (value.is_array())
        for (const Json& item : value) out.push_back(&item);
    return out;
}

std::vector<std::string> names(const Json& object, std::string_view name, std::string_view key)
{
    std::vector<std::string> out;
    for (const Json* item : list(object, name))
        if (std::string one = item->is_string() ? text_of(*item) : text(*item, key); !one.empty())
            out.push_back(std::move(one));
    return out;
}

std::optional<Way> way_of(std::string_view code)
{
    if (code == "1") return Way::counter;
    if (code == "2") return Way::online;
    if (code == "3") return Way::post;
    const std::string folded = base::fold(code);
    if (folded == "truc tiep") return Way::counter;
    if (folded == "truc tuyen") return Way::online;
    if (folded.starts_with("dich vu buu chinh") || folded.starts_with("buu chinh")) return Way::post;
    return std::nullopt;
}

// SOTIEN is a bare number, DONVI its currency or what it is paid for.
std::vector<Fee> fees_of(const Json& item, Procedure& procedure)
{
    const std::string sum = text(item, "SOTIEN");
    const std::string unit = text(item, "DONVI");
    const std::string remark = text(item, "MOTA");
    const bool is_currency = !unit.empty() && read_fee_cell("1 " + unit).state == FeeState::amount;
    Fee fee = read_fee_cell(is_currency ? sum + " " + unit : sum);
    if (fee.state == FeeState::amount && !is_currency) fee.per = unit;
    const std::string per = fee.per;
    std::vector<Fee> out = settle_fees(std::move(fee), remark, procedure);
    if (out.size() == 1 && out[0].per.empty()) out[0].per = per;
    return out;
}

Term term_of(const Json& item, Procedure& procedure)
{
    Term term{.note = text(item, "MOTA")};
    const std::string amount = text(item, "THOIGIANGIAIQUYET");
    const std::string unit = text(item, "DONVITINH");
    const bool bare =
        !amount.empty() && std::ranges::all_of(amount, [](char c) { return c >= '0' && c <= '9'; });
    settle_times(read_time_cell(bare && !unit.empty() ? amount + " " + unit : amount), term, procedure);
    for (const Json* fee : list(item, "PHILEPHI"))
        for (Fee& one : fees_of(*fee, procedure)) term.fees.push_back(std::move(one));
    return term;
}

void read_ways(const Json& record, Procedure& procedure)
{
    for (const Json* item : list(record, "CACHTHUCTHUCHIEN")) {
        const std::string code = text(*item, "KENH");
        const auto way = way_of(code);
        if (!way) {
            add_issue(procedure, Trouble::channels_unclear, "KENH " + code);
            continue;
        }
        Channel channel{.way = *way};
        for (const Json* time : list(*item, "THOIGIAN")) channel.terms.push_back(term_of(*time, procedure));
        procedure.channels.push_back(std::move(channel));
    }
}

void read_papers(const Json& record, Procedure& procedure)
{
    for (const Json* item : list(record, "THANHPHANHOSO")) {
        Case one{.name = text(*item, "TRUONGHOP")};
        for (const Json* paper : list(*item, "GIAYTO"))
            one.papers.push_back({.code = text(*paper, "MAGIAYTO"),
                                  .name = text(*paper, "TENGIAYTO"),
                                  .form = text(*paper, "TENMAUDON"),
                                  .originals = count(*paper, "SOBANCHINH"),
                                  .copies = count(*paper, "SOBANSAO")});
        procedure.cases.push_back(std::move(one));
    }
}

// "2015-02-16…", "20150216…" and "16/02/2015".
std::optional<base::Day> day_of(std::string_view text)
{
    if (const std::size_t time = text.find_first_of("T "); time != std::string_view::npos)
        text = text.substr(0, time);
    std::string iso(text);
    if (text.size() == 10 && text[2] == '/')
        iso = std::string(text.substr(6)) + "-" + std::string(text.substr(3, 2)) + "-" +
              std::string(text.substr(0, 2));
    if ((text.size() == 8 || text.size() == 14) &&
        text.find_first_not_of("0123456789") == std::string_view::npos)
        iso = std::string(text.substr(0, 4)) + "-" + std::string(text.substr(4, 2)) + "-" +
              std::string(text.substr(6, 2));
    return base::parse_day(iso);
}

void read_laws(const Json& record, Procedure& procedure)
{
    for (const Json* item : list(record, "CANCUPHAPLY")) {
        LegalBasis law = law_of(text(*item, "SOVANBAN"), text(*item, "TENVANBAN"));
        if (std::string issuer = text(*item, "COQUANBANHANH"); !issuer.empty())
            law.issuer = std::move(issuer);
        if (const auto day = day_of(text(*item, "NGAYBANHANH"))) law.issued = day;
        procedure.legal_bases.push_back(std::move(law));
    }
}

std::string steps_of(const Json& record)
{
    std::string out;
    for (const Json* group : list(record, "TRINHTUTHUCHIEN")) {
        if (const std::string name = text(*group, "TRUONGHOP"); !name.empty()) out += name + "\n";
        for (const std::string& step : names(*group, "TRINHTU", "TENTRINHTU")) out += step + "\n";
    }
    if (out.empty()) out = text(record, "TRINHTUTHUCHIEN");
    return base::normalise(out);
}

}  // namespace

Procedure read_exchanged(const Json& record)
{
    Procedure out;
    out.code = text(record, "MATTHC");
    out.name = text(record, "TENTTHC");
    for (const Json* item : list(record, "LINHVUCTHUCHIEN")) {
        if (!out.field.empty()) break;  // a procedure is listed under one field, its first
        out.field_code = text(*item, "MALINHVUC");
        out.field = text(*item, "TENLINHVUC");
    }
    for (const std::string& level : names(record, "CAPTHUCHIEN", "TENCAP")) add_level(out, level);
    out.kind = text(record, "LOAITTHC");
    out.decision = text(record, "QUYETDINH");
    out.subjects = names(record, "DOITUONGTHUCHIEN", "TENDOITUONG");
    out.agencies = {.decides = names(record, "COQUANCOTHAMQUYEN", "TENDONVI"),
                    .executes = names(record, "COQUANTHUCHIEN", "TENDONVI"),
                    .supports = names(record, "COQUANPHOIHOP", "TENDONVI"),
                    .authorised = names(record, "COQUANDUOCUYQUYEN", "TENDONVI"),
                    .receives = text(record, "DIACHITIEPNHAN")};
    out.steps = steps_of(record);
    read_ways(record, out);
    read_papers(record, out);
    for (const Json* item : list(record, "KETQUATHUCHIEN"))
        out.results.push_back({.code = text(*item, "MAKETQUA"), .name = text(*item, "TENKETQUA")});
    read_laws(record, out);
    out.conditions = text(record, "YEUCAU");
    return out;
}

}  // namespace lt::procedures
