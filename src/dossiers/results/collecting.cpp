// See collecting.h.
#include "dossiers/results/collecting.h"

#include <algorithm>

#include "dossiers/queries.h"
#include "dossiers/results/delivery.h"
#include "dossiers/results/held.h"
#include "dossiers/store.h"
#include "kit/audit/audit.h"
#include "kit/base/ids.h"

namespace lt::dossiers {

using base::msg;

namespace {

// Crockford's Base32: without I, L, O and U.
constexpr std::string_view kSigns = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::size_t kLength = 8;

base::Error not_handed_over()
{
    return base::conflict(msg("Kết quả chưa được trả, nên chưa tải được bản điện tử."));
}

// A parcel does not arrive by what is taken from a page.
bool arrives_by_this(db::Transaction& tx, const Dossier& dossier)
{
    if (dossier.delivery_state != "sent") return false;
    const auto given = store::find_return(tx, dossier.id);
    return given && given->means == Delivery::electronic;
}

// The history says it once of each result, however often it is taken: whoever has the code could fill it, and each line is a change that others
// at the dossier have to look at. The journal has every time.
void note_collected(db::Transaction& tx, Dossier& dossier, const base::Message& words, base::Time now)
{
    constexpr const char* kAction = "dossier.result_collected";
    const auto history = store::events(tx, dossier.id);
    if (std::ranges::find(history, words.str(), &Event::reason) == history.end())
        note_result(tx, dossier, kAction, words, "", now);
    else
        audit::record(tx, {.action = kAction, .subject = dossier.uid, .detail = "{}", .at = now});
}

}  // namespace

std::string new_collect_code()
{
    const std::string random = base::random_hex(2 * kLength);
    std::string out;
    for (std::size_t i = 0; i < kLength; ++i)
        out +=
            kSigns[static_cast<std::size_t>(std::stoi(random.substr(2 * i, 2), nullptr, 16)) % kSigns.size()];
    return out;
}

std::string collect_code_of(std::string_view typed)
{
    std::string out;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '\t') continue;
        const char capital = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        const char sign = capital == 'O' ? '0' : capital == 'I' || capital == 'L' ? '1' : capital;
        if (kSigns.find(sign) == std::string_view::npos) return {};
        out += sign;
    }
    return out.size() == kLength ? out : std::string();
}

base::Result<Place> open_results(Services& services, const std::string& code, const std::string& digits,
                                 const std::string& secret)
{
    const std::string typed = collect_code_of(secret);
    if (digits.size() != 4 || digits.find_first_not_of("0123456789") != std::string::npos)
        return base::invalid("digits", msg("Nhập đúng bốn số cuối."));  // costs no try
    if (typed.empty())
        return base::invalid("secret",
                             msg("Nhập đủ tám ký tự của mã tải bản điện tử in trên giấy tiếp nhận."));
    Place place;
    {
        // Committed by itself: a wrong try counts, whatever comes after it.
        db::Transaction tx = services.pool.begin({});
        const db::Rows rows = tx.run_and_commit(sql::collector_of, code, digits, typed);
        const std::string answer = rows[0]["answer"].str();
        if (answer == "none")
            return base::not_found(msg("Không có hồ sơ nào có mã này. Xem lại mã in trên giấy tiếp nhận."));
        if (answer == "closed")
            return base::invalid(
                "digits",
                msg("Hôm nay đã nhập sai năm lần. Thử lại vào ngày mai, hoặc báo bộ phận một cửa đã tiếp nhận."));
        if (answer != "open")
            return base::invalid(
                "digits",
                msg("Bốn số cuối hoặc mã tải bản điện tử không khớp. Xem lại giấy tiếp nhận rồi nhập lại."));
        place = {rows[0]["uid"].str(), rows[0]["agency_id"].int64()};
    }
    db::Transaction tx = services.pool.begin(scope_of(place.actor()));
    const auto dossier = store::find(tx, place.uid);
    if (!dossier) return no_dossier();
    if (dossier->life.state != State::returned) return not_handed_over();
    return place;
}

std::vector<Copy> copies(Services& services, const Place& place)
{
    db::Transaction tx = services.pool.begin(scope_of(place.actor()));
    const auto dossier = store::find(tx, place.uid);
    if (!dossier) return {};
    std::vector<Copy> out;
    for (const Outcome& one : store::outcomes(tx, dossier->id))
        out.push_back({one.no, one.name, one.number, one.issued_on, !one.file.empty()});
    return out;
}

base::Result<File> collect(Services& services, const Place& place, int no)
{
    db::Transaction tx = services.pool.begin(scope_of(place.actor()));
    auto dossier = store::find(tx, place.uid, store::Lock::for_update);
    if (!dossier) return no_dossier();
    if (dossier->life.state != State::returned)
        return not_handed_over();  // taken back since the door was opened
    const auto all = store::outcomes(tx, dossier->id);
    const auto one = std::ranges::find(all, no, &Outcome::no);
    const auto file =
        one == all.end() || one->file.empty() ? std::nullopt : store::find_file(tx, dossier->id, one->file);
    if (!file) return base::not_found(msg("Không có tệp này."));
    const base::Time now = services.clock->now();
    const base::Message words{msg("Người nhận tải bản điện tử của kết quả “{{name}}” trên trang tra cứu."),
                              {{"name", one->name}}};
    if (arrives_by_this(tx, *dossier))
        settle_by_receiver(tx, place.actor(), *dossier, words, now);
    else
        note_collected(tx, *dossier, words, now);
    tx.commit();
    if (services.notify) services.notify(place.agency);
    return *file;
}

}  // namespace lt::dossiers
