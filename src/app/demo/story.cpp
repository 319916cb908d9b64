#include "app/demo/story.h"

#include <algorithm>
#include <stdexcept>

#include "app/demo/keys.h"
#include "app/demo/letter.h"
#include "documents/lists.h"
#include "kit/base/ids.h"
#include "kit/base/text.h"

namespace lt::app::demo {
namespace {

std::string date_words(const std::string& place, base::Day day)
{
    const std::chrono::year_month_day date(day);
    return place + ", ngày " + std::to_string(static_cast<unsigned>(date.day())) + " tháng " +
           std::to_string(static_cast<unsigned>(date.month())) + " năm " +
           std::to_string(static_cast<int>(date.year()));
}

// Number and date come after the leader's signature.
std::string blank_date_words(const std::string& place, base::Day day)
{
    return place + ", ngày       tháng       năm " +
           std::to_string(static_cast<int>(std::chrono::year_month_day(day).year()));
}

}  // namespace

documents::Actor actor_of(const Player& player)
{
    return {.agency = player.agency,
            .official = player.official,
            .unit = player.unit,
            .role = player.role,
            .name = player.name,
            .post_title = player.title,
            .request_id = "demo"};
}

Story::Story(House& house, Timeline& timeline, const Cast& cast, Keys& keys, const Material& material)
    : house_(house), timeline_(timeline), cast_(cast), keys_(keys), material_(material),
      directory_(house.directory.snapshot()), kinds_(documents::kinds(house.documents))
{
}

void Story::fail(const char* what, const base::Error& error)
{
    throw std::runtime_error(std::string("history: ") + what + " was refused: " + error.field + " " +
                             error.message.str());
}

std::vector<std::int64_t> Story::choose_recipients(std::int64_t issuer)
{
    std::vector<std::int64_t> chosen;
    const auto add = [&](const std::vector<std::int64_t>& from, int count) {
        for (int i = 0; i < count; ++i) chosen.push_back(dice_.pick(from));
    };
    const bool province = std::find(provinces.begin(), provinces.end(), issuer) != provinces.end();
    const bool department = std::find(departments.begin(), departments.end(), issuer) != departments.end();
    if ((province || department) && broadcasts_left_ > 0 && dice_.chance(4)) {
        --broadcasts_left_;
        chosen = communes;
        if (province) chosen.insert(chosen.end(), departments.begin(), departments.end());
    } else if (province || department) {
        if (dice_.chance(5)) chosen = departments;
        add(departments, dice_.between(0, 1));
        add(communes, dice_.between(1, 2));
        if (department && dice_.chance(60)) chosen.push_back(provinces.front());
    } else {
        if (dice_.chance(50)) chosen.push_back(provinces.front());
        add(departments, 1);
    }
    std::sort(chosen.begin(), chosen.end());
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    std::erase(chosen, issuer);
    if (chosen.empty()) chosen.push_back(issuer == provinces.front() ? communes.front() : provinces.front());
    return chosen;
}

std::vector<std::pair<std::string, std::string>> Story::words_for(std::int64_t issuer, std::int64_t recipient)
{
    const std::chrono::year_month_day today(base::vietnam_day(timeline_.now()));
    const auto month = static_cast<unsigned>(today.month());
    static constexpr const char* kQuarters[] = {"I", "II", "III", "IV"};
    const directory::Agency& from = *directory_->find(issuer);
    const directory::Agency& to = *directory_->find(recipient);
    const directory::Agency& commune = from.level == directory::Level::commune ? from
                                       : to.level == directory::Level::commune
                                           ? to
                                           : *directory_->find(communes.front());
    const directory::Agency& department = *directory_->find(dice_.pick(departments));
    std::string commune_name = commune.short_name;
    if (commune_name.starts_with("UBND ")) commune_name.erase(0, 5);
    return {{"commune", commune_name},
            {"place", commune.place},
            {"department", department.short_name},
            {"month", std::to_string(month)},
            {"quarter", kQuarters[(month - 1) / 3]},
            {"year", std::to_string(static_cast<int>(today.year()))}};
}

Story::Paper Story::compose(std::int64_t issuer)
{
    Paper paper{.issuer = issuer};
    paper.draft.recipients = choose_recipients(issuer);
    const directory::Agency& agency = *directory_->find(issuer);
    const char* from = agency.level == directory::Level::commune ? "commune"
                       : issuer == provinces.front()             ? "province"
                                                                 : "department";
    const Subject& subject = material_.subject(dice_, from);
    const bool known = std::any_of(kinds_.begin(), kinds_.end(),
                                   [&](const auto& kind) { return kind.code == subject.kind; });
    paper.draft.kind_code = known ? subject.kind : "official_letter";
    paper.draft.subject = filled(subject.text, words_for(issuer, paper.draft.recipients.front()));
    const std::size_t urgency = dice_.below(100);
    paper.draft.urgency = urgency < 78   ? documents::Urgency::normal
                          : urgency < 92 ? documents::Urgency::urgent
                          : urgency < 98 ? documents::Urgency::very_urgent
                                         : documents::Urgency::immediate;
    if (dice_.chance(30))
        paper.draft.reply_due_at = end_of_working_day(timeline_.now(), dice_.between(3, 15));
    const Staff& people = staff(issuer);
    paper.drafter = dice_.pick(people.specialists);
    paper.signer = dice_.chance(40) ? people.head : people.deputy;
    paper.draft.signer = paper.signer.official;
    paper.signed_digitally = dice_.chance(30);
    return paper;
}

documents::NewFile Story::file_of(const Paper& paper, const Player& signer)
{
    const directory::Agency& agency = *directory_->find(paper.issuer);
    const auto kind = std::find_if(kinds_.begin(), kinds_.end(),
                                   [&](const auto& one) { return one.code == paper.draft.kind_code; });
    const directory::Unit* unit = directory_->find_unit(paper.drafter.unit);
    Letter letter{.issuer = agency.name,
                  .notation = "Số:          /" + documents::notation_of(*kind, agency.abbreviation,
                                                                        unit ? unit->short_name : ""),
                  .place_and_date = paper.signed_digitally
                                        ? blank_date_words(agency.place, base::vietnam_day(timeline_.now()))
                                        : date_words(agency.place, base::vietnam_day(timeline_.now())),
                  .kind = kind->abbreviation.empty() ? "" : kind->name,
                  .subject = paper.draft.subject,
                  .signer_title = signer.title,
                  .signer = signer.name};
    if (const directory::Agency* parent = directory_->find(agency.parent)) letter.superior = parent->name;
    letter.paragraphs.push_back("Căn cứ chức năng, nhiệm vụ được giao, " + agency.name +
                                " đề nghị các cơ quan, đơn vị thực "
                                "hiện nội dung sau: " +
                                paper.draft.subject + ".");
    for (int i = dice_.between(1, 3); i > 0; --i) {
        letter.paragraphs.push_back(std::to_string(letter.paragraphs.size()) + ". " +
                                    dice_.pick(material_.instructions));
    }
    letter.paragraphs.push_back("Trong quá trình thực hiện, nếu có vướng mắc, phản ánh về " + agency.name +
                                " để xem xét, giải quyết.");
    for (std::size_t i = 0; i < paper.draft.recipients.size() && i < 5; ++i) {
        letter.recipients.push_back(directory_->find(paper.draft.recipients[i])->short_name + ";");
    }
    letter.recipients.emplace_back("Lưu: VT.");
    return {.name = "van-ban.pdf", .blob = house_.blobs.put(draw(letter))};
}

void Story::outgoing(std::int64_t issuer) { draft(std::make_shared<Paper>(compose(issuer))); }

void Story::draft(const std::shared_ptr<Paper>& paper)
{
    const auto created = must(documents::create_draft(house_.documents, actor_of(paper->drafter),
                                                      base::new_uid(timeline_.now()), paper->draft,
                                                      {file_of(*paper, paper->signer)}),
                              "create_draft");
    paper->uid = created.uid;
    ++report_.documents;
    if (dice_.chance(3)) return;  // left lying
    timeline_.later(wait(5, 60), [this, paper] { review(paper); });
}

void Story::review(const std::shared_ptr<Paper>& paper)
{
    must(documents::submit_draft(house_.documents, actor_of(paper->drafter), paper->uid), "submit_draft");
    timeline_.later(wait(10, 240), [this, paper] {
        if (dice_.chance(4)) {
            must(documents::return_draft(house_.documents, actor_of(paper->signer), paper->uid,
                                         dice_.pick(material_.returns)),
                 "return_draft");
            timeline_.later(wait(30, 300), [this, paper] { review(paper); });
            return;
        }
        const auto read = documents::document(house_.documents, actor_of(paper->signer), paper->uid);
        if (!read) fail("document", base::not_found(paper->uid));
        const documents::Actor signer = actor_of(paper->signer);
        if (paper->signed_digitally) {
            signing::Hand hand = keys_.of_leader(paper->signer);
            must(documents::sign_draft(house_.documents, signer, paper->uid, read->version, hand),
                 "sign_draft");
        } else {
            must(documents::approve_draft(house_.documents, signer, paper->uid, read->version),
                 "approve_draft");
        }
        timeline_.later(wait(5, 90), [this, paper] { issue(paper); });
    });
}

void Story::issue(const std::shared_ptr<Paper>& paper)
{
    const documents::Actor clerk = actor_of(staff(paper->issuer).clerk);
    std::optional<signing::Hand> seal;
    if (paper->signed_digitally) seal = keys_.seal_of(paper->issuer);
    const auto issued =
        must(documents::issue(house_.documents, clerk, paper->uid, seal ? &*seal : nullptr), "issue");
    report_.deliveries += issued.recipients;
    for (const std::int64_t agency : paper->draft.recipients) {
        auto delivery = std::make_shared<Delivery>();
        delivery->paper = paper;
        delivery->uid = paper->uid;
        delivery->agency = agency;
        timeline_.later(wait(3, 200), [this, delivery] { receive(delivery); });
    }
    if (paper->answers && dice_.chance(1)) timeline_.later(wait(60, 600), [this, paper] { recall(paper); });
}

void Story::recall(const std::shared_ptr<Paper>& paper)
{
    must(documents::recall(house_.documents, actor_of(staff(paper->issuer).clerk), paper->uid,
                           dice_.pick(material_.recalls)),
         "recall");
    paper->recalled = true;
    for (const std::int64_t agency : paper->draft.recipients) {
        if (!dice_.chance(70)) continue;
        timeline_.later(wait(30, 900), [this, paper, agency] {
            const bool agree = dice_.chance(75);
            // Refused deliveries are not asked; the rest must take the answer.
            const auto answered =
                documents::answer_recall(house_.documents, actor_of(staff(agency).clerk), paper->uid, agree,
                                         agree ? "" : dice_.pick(material_.recall_refusals));
            if (answered) ++report_.acts;
        });
    }
}

}  // namespace lt::app::demo
