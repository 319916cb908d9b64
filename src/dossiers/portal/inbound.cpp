// See inbound.h.
#include "dossiers/portal/inbound.h"

#include <nlohmann/json.hpp>

#include "directory/api.h"
#include "dossiers/portal/attachments.h"
#include "dossiers/queries.h"
#include "dossiers/reception.h"
#include "dossiers/store.h"
#include "kit/base/ids.h"
#include "kit/base/log.h"

namespace lt::dossiers::portal {

using base::msg;

namespace {

using Ordered = nlohmann::ordered_json;

constexpr std::size_t kMostRecords = 100;

// Codes of our answers, stable for whoever reads them.
constexpr const char* kTaken = "0";
constexpr const char* kWrongData = "1";
constexpr const char* kUnknownProcedure = "2";
constexpr const char* kUnknownAgency = "3";
constexpr const char* kError = "-1";

Ordered answer_of(const std::string& code, const std::string& words)
{
    return {{"error_code", code}, {"message", words}};
}

// All that is wrong in one line: the portal shows it to a person.
std::string words_of(const base::Error& error)
{
    std::string out = error.message.str();
    for (const auto& [field, words] : error.more) out += " " + words.str();
    return out;
}

// What a refusal of the reception is about.
Ordered refused(const base::Error& error)
{
    const bool procedure = error.field == "version" || error.fault == base::Fault::forbidden;
    return answer_of(procedure ? kUnknownProcedure : kWrongData, words_of(error));
}

class Taking {
public:
    Taking(PortalServices& services, std::string fallback_agency)
        : services_(services), fallback_(std::move(fallback_agency))
    {
    }

    Ordered take(const std::string& record)
    {
        const auto lodged = lodged_from(record, fallback_);
        if (!lodged) return refused(lodged.error());
        Ordered out = keep(*lodged);
        out["MaHoSo"] = lodged->code;
        return out;
    }

private:
    Ordered keep(const Lodged& lodged)
    {
        Services& services = services_.dossiers;
        const directory::Agency* agency = nullptr;
        const auto directory = services.directory.snapshot();
        agency = directory->find_code(lodged.agency);
        if (agency == nullptr || !agency->valid.holds(base::vietnam_day(services.clock->now())))
            return answer_of(
                kUnknownAgency,
                base::Message(msg("Không có cơ quan “{{code}}”."), {{"code", lodged.agency}}).str());
        const Actor platform{.agency = agency->id};
        std::string version;
        bool by_post = false;
        {
            db::Transaction tx = services.pool.begin(scope_of(platform));
            const auto found =
                procedures::find_in_force(tx, lodged.procedure, base::vietnam_day(services.clock->now()));
            const bool received = found && found->runnable() && receives(tx, lodged.procedure, agency->id);
            if (!received)
                return answer_of(
                    kUnknownProcedure,
                    base::Message(msg("Cơ quan “{{agency}}” không tiếp nhận thủ tục “{{procedure}}”."),
                                  {{"agency", agency->name}, {"procedure", lodged.procedure}})
                        .str());
            version = found->uid;
            by_post = lodged.by_post && found->ready.post_return && !lodged.owner.address.empty();
        }
        Reception reception{.key = uid_of(lodged.code),
                            .version = version,
                            .way = Way::online,
                            .owner = lodged.owner,
                            .subject = lodged.subject,
                            .note = lodged.note,
                            .delivery = by_post          ? Delivery::post
                                        : lodged.by_post ? Delivery::desk
                                                         : Delivery::electronic,
                            .delivery_to = by_post ? lodged.owner.address : std::string(),
                            .foreign_code = lodged.code,
                            // Whether it is complete is for the desk to judge before it accepts the dossier.
                            .incomplete_anyway = true,
                            .begin = false};
        reception.also = [&](db::Transaction& tx, const Dossier& dossier) {
            keep_origin(tx, dossier.id, origin_in(tx, dossier, lodged));
            fetch_later(services_, tx, dossier, lodged.files);
        };
        const auto received = receive_once(services, platform, reception);
        if (!received) return refused(received.error());
        Ordered out =
            answer_of(kTaken, received->again ? "Hồ sơ đã được tiếp nhận trước đó." : "Đã nhận hồ sơ.");
        out["MaHoSoDonVi"] = received->code;
        return out;
    }

    // With the numbers that the papers have here.
    static Origin origin_in(db::Transaction& tx, const Dossier& dossier, const Lodged& lodged)
    {
        Origin out = lodged.origin;
        for (const Paper& paper : store::papers(tx, dossier.id)) {
            const auto is_it = [&](const Lodged::Attachment& file) {
                return file.from_store && !paper.code.empty() && file.paper == paper.code;
            };
            if (std::ranges::any_of(lodged.files, is_it)) out.store_papers.push_back(paper.no);
        }
        return out;
    }

    static bool receives(db::Transaction& tx, const std::string& procedure, std::int64_t agency)
    {
        return std::ranges::any_of(procedures::offers_of(tx, procedure), [&](const procedures::Offer& offer) {
            return offer.agency == agency && offer.share == procedures::Share::receives;
        });
    }

    // The same record twice at a time: the second one finds what the first one made.
    static base::Result<Received> receive_once(Services& services, const Actor& actor,
                                               const Reception& reception)
    {
        auto received = receive(services, actor, reception);
        if (received || received.error().fault != base::Fault::conflict) return received;
        received = receive(services, actor, reception);
        if (received || received.error().fault != base::Fault::conflict) return received;
        return base::conflict(msg("Hồ sơ này đã được gửi cho một cơ quan khác."));
    }

    PortalServices& services_;
    std::string fallback_;
};

std::string text_of(const nlohmann::json& json, const char* name)
{
    const auto found = json.is_object() ? json.find(name) : json.end();
    return json.is_object() && found != json.end() && found->is_string() ? found->get<std::string>()
                                                                         : std::string();
}

}  // namespace

std::string take_lodged(PortalServices& services, const std::string& body)
{
    const auto json = nlohmann::json::parse(body, nullptr, false);
    if (!json.is_object())
        return answer_of(kWrongData, base::Message(msg("Nội dung gửi đến không phải JSON.")).str()).dump();
    const auto data = json.find("data");
    auto records = nlohmann::json::array();
    if (data == json.end())
        records.push_back(json);
    else if (data->is_array())
        records = *data;
    else
        records.push_back(*data);
    if (records.empty() || records.size() > kMostRecords)
        return answer_of(kWrongData, base::Message(msg("“data” phải có từ 1 đến 100 hồ sơ.")).str()).dump();
    Taking taking(services, text_of(json, "madonvi"));
    Ordered out = answer_of(kTaken, "");
    Ordered results = Ordered::array();
    for (const auto& record : records) {
        Ordered one = taking.take(record.dump());
        if (out["error_code"] == kTaken) {
            out["error_code"] = one["error_code"];
            out["message"] = one["message"];
        }
        results.push_back(std::move(one));
    }
    out["result"] = std::move(results);
    return out.dump();
}

std::string what_is_due(PortalServices& services, const std::string& body)
{
    const std::string code = text_of(nlohmann::json::parse(body, nullptr, false), "MaHoSo");
    if (code.empty())
        return answer_of(kError, base::Message(msg("Thiếu “{{name}}”."), {{"name", "MaHoSo"}}).str()).dump();
    std::string uid;
    std::int64_t agency = 0;
    {
        db::Transaction tx = services.dossiers.pool.begin({});
        const db::Rows rows = tx.run(sql::portal_dossier, code);
        if (rows.empty())
            return answer_of(kError, base::Message(msg("Không có hồ sơ “{{code}}”."), {{"code", code}}).str())
                .dump();
        uid = rows[0]["uid"].str();
        agency = rows[0]["agency_id"].int64();
    }
    db::Transaction tx = services.dossiers.pool.begin(scope_of(Actor{.agency = agency}));
    const auto dossier = store::find(tx, uid);
    if (!dossier) throw base::Bug("the agency of a dossier does not see it");
    std::int64_t sum = 0;
    Ordered fees = Ordered::array(), lines = Ordered::array();
    for (const Fee& fee : store::fees(tx, dossier->id)) {
        if (fee.state != "due") continue;
        sum += fee.amount;
        fees.push_back(
            {{"MaPhiLePhi", fee.code}, {"TenPhiLePhi", fee.name}, {"SoTien", std::to_string(fee.amount)}});
        lines.push_back({{"NoiDung", fee.name}, {"SoTien", std::to_string(fee.amount)}});
    }
    if (sum == 0 || is_over(dossier->life.state))
        return answer_of("0", base::Message(msg("Hồ sơ không có khoản phải nộp.")).str()).dump();
    const auto directory = services.dossiers.directory.snapshot();
    const directory::Agency* decides = directory->find(dossier->decides);
    Ordered out = answer_of("1", base::Message(msg("Hồ sơ có khoản phải nộp.")).str());
    out["data"] = {{"MaHoSo", code_there(*dossier)},
                   {"MaTTHC", dossier->procedure_code},
                   {"TenTTHC", dossier->procedure_name},
                   {"MaDonVi", decides == nullptr ? "" : decides->code},
                   {"TenDonVi", directory->name(dossier->decides)},
                   {"SoTien", std::to_string(sum)},
                   {"PhiLePhi", std::move(fees)},
                   {"DSKhoanNop", std::move(lines)}};
    return out.dump();
}

std::optional<FilePlace> place_of_file(db::Transaction& tx, const std::string& uid)
{
    if (!base::is_uid(uid)) return std::nullopt;
    const db::Rows rows = tx.run(sql::portal_file, uid);
    if (rows.empty()) return std::nullopt;
    return FilePlace{rows[0]["dossier_uid"].str(), rows[0]["agency_id"].int64()};
}

}  // namespace lt::dossiers::portal
