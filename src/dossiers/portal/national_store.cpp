// See national_store.h.
#include "dossiers/portal/national_store.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "dossiers/portal/answers.h"
#include "dossiers/portal/settings.h"
#include "dossiers/queries.h"
#include "dossiers/sources/sources.h"
#include "kit/base/text.h"
#include "kit/fetch/fetch.h"
#include "kit/http/ascii.h"

namespace lt::dossiers::portal {

using base::msg;
using sources::Holding;

namespace {

using Json = nlohmann::json;

constexpr const char* kByOfficial = "1";  // KenhThucHien
constexpr std::size_t kLargestAnswer = 1U << 20U;
constexpr std::size_t kLongestText = 500;
constexpr std::size_t kLongestWords = 200;
// In base64, with line ends and what stands around it.
constexpr std::size_t kLargestFileAnswer = sources::kLargestFile / 3 * 4 + sources::kLargestFile / 16 + 4096;

base::Error no_answer()
{
    return unavailable(msg("Kho số hoá của Cổng Dịch vụ công quốc gia trả lời không đọc được."));
}

const Json& list_of(const Json& object, const char* name)
{
    static const Json kNone = Json::array();
    const auto found = object.is_object() ? object.find(name) : object.end();
    return found != object.end() && found->is_array() ? *found : kNone;
}

// As it is written back to the store, so it is taken whole or not at all.
bool has_no_controls(const std::string& text)
{
    return text.size() <= kLongestText && std::ranges::none_of(text, [](char c) {
               return static_cast<unsigned char>(c) < ' ' || c == 0x7f;
           });
}

// Nothing: the store did what it was asked.
std::optional<base::Error> refusal_in(const Json& answer)
{
    if (!answer.is_object() || !answer.contains("errorCode")) return no_answer();
    const std::string code = member_of(answer, "errorCode");
    if (code == "0") return std::nullopt;
    return unavailable(
        {msg("Kho số hoá của Cổng Dịch vụ công quốc gia từ chối (mã {{code}}). {{message}}"),
         {{"code", base::shorten(base::normalise(code), kLongestWords)},
          {"message", base::shorten(base::normalise(member_of(answer, "message")), kLongestWords)}}});
}

}  // namespace

base::Result<std::vector<Holding>> read_holdings(std::string_view body, const std::vector<std::string>& types)
{
    const Json answer = Json::parse(body, nullptr, false);
    if (const auto refused = refusal_in(answer)) return *refused;
    std::vector<Holding> out;
    const auto result = answer.find("result");
    if (result == answer.end() || result->is_null()) return out;
    if (!result->is_object()) return no_answer();
    for (const Json& paper : list_of(*result, "DanhSachGiayToKetQua")) {
        Holding one{.type = member_of(paper, "MaKetQua"),
                    .name = base::shorten(base::normalise(member_of(paper, "TenGiayTo")), kLongestText),
                    .number = base::shorten(base::normalise(member_of(paper, "SoKyHieu")), kLongestText),
                    .issuer = member_of(paper, "CoQuanChuQuan")};
        if (std::ranges::find(types, one.type) == types.end() || one.name.empty() ||
            !has_no_controls(one.issuer))
            continue;
        for (const Json& file : list_of(paper, "DanhSachTepDinhKem")) {
            one.place = member_of(file, "DuongDan");
            one.file_name = base::shorten(base::normalise(member_of(file, "TenTep")), kLongestText);
            if (!one.place.empty() && has_no_controls(one.place)) out.push_back(one);
        }
    }
    return out;
}

base::Result<std::string> read_store_file(std::string_view body)
{
    std::string text(body);
    const auto first = body.find_first_not_of(" \t\r\n");
    if (first != std::string_view::npos && (body[first] == '{' || body[first] == '"')) {
        const Json answer = Json::parse(body, nullptr, false);
        if (answer.is_string()) {
            text = answer.get<std::string>();
        } else {
            if (const auto refused = refusal_in(answer)) return *refused;
            const auto result = answer.find("result");
            if (result == answer.end() || !result->is_string()) return no_answer();
            text = result->get<std::string>();
        }
    }
    std::erase_if(text, [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; });
    auto bytes = http::base64_decode(text);
    if (!bytes || bytes->empty()) return no_answer();
    return *std::move(bytes);
}

NationalStore::NationalStore(db::Pool& pool, fetch::HttpFetcher& fetcher, StoreTimes times)
    : pool_(pool), fetcher_(fetcher), times_(times)
{
}

const char* NationalStore::name() const { return msg("Kho số hoá của Cổng Dịch vụ công quốc gia"); }

bool NationalStore::is_connected(db::Transaction& tx)
{
    return tx.run(sql::portal_has_store)[0]["connected"].boolean();
}

// The body of an answer.
base::Result<std::string> NationalStore::post(std::string Settings::*path, const std::string& body,
                                              std::size_t limit, std::chrono::milliseconds timeout)
{
    std::optional<Known> known;
    {
        db::Transaction tx = pool_.begin({});
        known = portal::find(tx);
    }
    if (!known || (known->settings.*path).empty())
        return unavailable(msg("Kho số hoá của Cổng Dịch vụ công quốc gia chưa được khai."));
    std::string url = known->settings.adapter;
    while (url.ends_with('/')) url.pop_back();
    auto got = fetcher_.ask({.url = url + known->settings.*path,
                             .content_type = "application/json; charset=utf-8",
                             .body = body,
                             .headers = {{"dstcode", known->settings.store_destination}},
                             .limit = limit,
                             .connect = times_.connect,
                             .timeout = timeout});
    if (!got && got.error().fault == base::Fault::too_large)
        return unavailable(msg("Kho số hoá của Cổng Dịch vụ công quốc gia trả lời quá lớn."));
    if (!got) return unavailable(msg("Kho số hoá của Cổng Dịch vụ công quốc gia không trả lời."));
    if (got->status != 200)
        return unavailable({msg("Kho số hoá của Cổng Dịch vụ công quốc gia trả lời lỗi {{status}}."),
                            {{"status", std::to_string(got->status)}}});
    return std::move(got->body);
}

base::Result<std::vector<Holding>> NationalStore::find(const sources::Wanted& wanted)
{
    Json types = Json::array();
    for (const std::string& type : wanted.types) types.push_back({{"MaKetQua", type}, {"SoKyHieu", ""}});
    const Json body{{"SoDinhDanhChuSoHuu", wanted.number}, {"HoTenNguoiYeuCau", wanted.official},
                    {"KenhThucHien", kByOfficial},         {"SoDinhDanhNguoiYeuCau", ""},
                    {"MaThuTuc", wanted.procedure},        {"DanhSachDanhMucKetQua", std::move(types)}};
    const auto got = post(&Settings::store_search, body.dump(), kLargestAnswer, times_.find);
    return got ? read_holdings(*got, wanted.types) : got.error();
}

base::Result<std::string> NationalStore::file(const Holding& holding)
{
    const Json body{{"CoQuanChuQuan", holding.issuer}, {"DuongDan", holding.place}};
    const auto got = post(&Settings::store_file, body.dump(), kLargestFileAnswer, times_.file);
    return got ? read_store_file(*got) : got.error();
}

}  // namespace lt::dossiers::portal
