// See api.h.
#include "vault/api.h"

#include "kit/base/ids.h"
#include "kit/base/message.h"
#include "kit/db/db.h"
#include "vault/queries.h"
#include "vault/store.h"

namespace lt::vault {

using base::msg;

std::string_view to_text(Source source) { return source == Source::paper ? "paper" : "result"; }

bool counts(std::string_view signature)
{
    return signature == "signed" || signature == "total-passed" || signature == "indeterminate";
}

const char* signature_words(std::string_view signature)
{
    if (signature == "unsigned") return msg("Chưa ký số");
    if (signature == "signed" || signature == "total-passed") return msg("Đã ký số");
    if (signature == "indeterminate") return msg("Đã ký số, chưa đủ căn cứ kiểm tra");
    return msg("Chữ ký số không hợp lệ");
}

base::Result<Kept> keep(db::Transaction& tx, const NewItem& item, base::Time now)
{
    const db::Rows rows = tx.run(
        sql::item_keep, item.uid, item.dossier, to_text(item.source), item.no, item.paper.code,
        item.paper.name, item.paper.number, item.paper.issuer, item.paper.issued_on, item.paper.valid_from,
        item.paper.valid_to, item.file_name, item.blob.media_type, static_cast<std::int64_t>(item.blob.size),
        item.blob.sha256, item.fields, item.signature, item.why, now);
    if (rows.empty())
        return base::conflict(
            msg("Chủ hồ sơ chưa có số định danh trong hồ sơ nên giấy tờ không đưa vào kho được."));
    return Kept{rows[0]["uid"].str(), rows[0]["is_new"].boolean()};
}

Agreed agree(db::Transaction& tx, const Consent& consent, base::Time now)
{
    const db::Rows rows =
        tx.run(sql::agree, consent.form, consent.kind, consent.number, consent.purpose, now);
    const std::string agreed = rows[0]["agreed"].str();
    return agreed == "given" ? Agreed::given : agreed == "nobody" ? Agreed::nobody : Agreed::none;
}

std::vector<Offer> offers(db::Transaction& tx, const Consent& consent, const std::vector<std::string>& codes,
                          base::Time now)
{
    std::vector<Offer> out;
    for (const db::Row row : tx.run(sql::offer, consent.form, consent.kind, consent.number, consent.purpose,
                                    codes, base::vietnam_day(now), now))
        out.push_back({.uid = row["uid"].str(),
                       .paper = {.code = row["code"].str(),
                                 .name = row["name"].str(),
                                 .number = row["number"].str(),
                                 .issuer = row["issuer"].str(),
                                 .issued_on = row["issued_on"].opt_day(),
                                 .valid_to = row["valid_to"].opt_day()}});
    return out;
}

bool use(db::Transaction& tx, const std::string& dossier, const std::string& item, int paper, base::Time now)
{
    return base::is_uid(item) && tx.run(sql::item_use, dossier, item, paper, now)[0]["used"].boolean();
}

std::vector<OfDossier> of_dossier(db::Transaction& tx, const std::string& dossier)
{
    std::vector<OfDossier> out;
    for (const db::Row row : tx.run(sql::items_of_dossier, dossier))
        out.push_back({.uid = row["uid"].str(),
                       .used = row["used"].boolean(),
                       .withdrawn = row["withdrawn"].boolean(),
                       .source = store::read_source(row["source"].text()),
                       .no = row["no"].int32(),
                       .paper = {.code = row["code"].str(),
                                 .name = row["name"].str(),
                                 .number = row["number"].str(),
                                 .issuer = row["issuer"].str(),
                                 .issued_on = row["issued_on"].opt_day(),
                                 .valid_from = row["valid_from"].opt_day(),
                                 .valid_to = row["valid_to"].opt_day()},
                       .signature = row["signature"].str(),
                       .fields = row["fields"].str(),
                       .file_name = row["file_name"].str(),
                       .media_type = row["media_type"].str(),
                       .sha256 = row["sha256"].str()});
    return out;
}

std::vector<std::string> withdraw_results(db::Transaction& tx, const std::string& dossier,
                                          const std::string& why, base::Time now)
{
    std::vector<std::string> out;
    for (const db::Row row : tx.run(sql::results_withdraw, dossier, why, now))
        out.push_back(row["uid"].str());
    return out;
}

std::optional<Opened> open(db::Transaction& tx, const std::string& dossier, const std::string& item,
                           std::string_view why, base::Time now)
{
    if (!base::is_uid(item)) return std::nullopt;
    const db::Rows rows = tx.run(sql::item_open, dossier, item, why, now);
    if (rows.empty()) return std::nullopt;
    return Opened{rows[0]["file_name"].str(), rows[0]["media_type"].str(), rows[0]["sha256"].str()};
}

}  // namespace lt::vault
