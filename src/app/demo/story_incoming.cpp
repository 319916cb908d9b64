// The recipients' side of a story: register, assign, work, answer.
#include "app/demo/story.h"
#include "documents/lists.h"
#include "kit/base/ids.h"

namespace lt::app::demo {

void Story::paper(std::int64_t agency)
{
    const Paper sent = compose(agency);
    const Staff& people = staff(agency);
    const directory::Agency& place = *directory_->find(agency);
    documents::PaperDocument paper;
    paper.kind_code = "official_letter";
    paper.subject = sent.draft.subject;
    paper.urgency = sent.draft.urgency;
    paper.number_text = std::to_string(dice_.between(11, 980));
    paper.notation = "CV-HTX";
    paper.issuer_name =
        "Hợp tác xã Dịch vụ tổng hợp " + place.place + " " + std::to_string(dice_.between(1, 40));
    paper.issued_on = base::vietnam_day(timeline_.now()) - std::chrono::days(dice_.between(1, 6));
    paper.signer_name = material_.name(dice_);
    paper.leader = people.head.official;
    paper.confirmed = true;
    const auto registered =
        must(documents::register_paper(house_.documents, actor_of(people.clerk),
                                       base::new_uid(timeline_.now()), paper, {file_of(sent, sent.signer)}),
             "register_paper");
    ++report_.documents;
    auto delivery = std::make_shared<Delivery>();
    delivery->uid = registered.uid;
    delivery->agency = agency;
    delivery->leader = people.head;
    timeline_.later(wait(20, 300), [this, delivery] { assign(delivery); });
}

void Story::receive(const std::shared_ptr<Delivery>& delivery)
{
    if (delivery->stopped()) return;
    const Staff& people = staff(delivery->agency);
    if (dice_.chance(2)) {
        must(documents::refuse(house_.documents, actor_of(people.clerk), delivery->uid,
                               dice_.pick(material_.refusals)),
             "refuse");
        return;
    }
    delivery->leader = dice_.chance(65) ? people.head : people.deputy;
    const bool submit_now = dice_.chance(85);
    must(documents::accept(house_.documents, actor_of(people.clerk), delivery->uid,
                           submit_now ? delivery->leader.official : 0, ""),
         "accept");
    const auto next = [this, delivery] { assign(delivery); };
    if (submit_now) {
        // What is only to be known lies with the leader for a while.
        if (dice_.chance(75)) timeline_.later(wait(15, 500), next);
        return;
    }
    timeline_.later(wait(30, 400), [this, delivery, next] {
        if (delivery->stopped()) return;
        must(documents::submit_to_leader(house_.documents, actor_of(staff(delivery->agency).clerk),
                                         delivery->uid, delivery->leader.official, ""),
             "submit_to_leader");
        timeline_.later(wait(15, 500), next);
    });
}

void Story::assign(const std::shared_ptr<Delivery>& delivery)
{
    if (delivery->stopped()) return;
    const Staff& people = staff(delivery->agency);
    const std::size_t first = dice_.below(people.specialists.size());
    const auto assignee = [&](std::size_t number, documents::AssignmentRole role) {
        const Player& player = people.specialists[(first + number) % people.specialists.size()];
        return documents::Assignee{
            .official = player.official, .unit = player.unit, .name = player.name, .role = role};
    };
    documents::Assigning assigning;
    assigning.assignees.push_back(assignee(0, documents::AssignmentRole::lead));
    if (dice_.chance(35)) assigning.assignees.push_back(assignee(1, documents::AssignmentRole::support));
    if (dice_.chance(20)) assigning.assignees.push_back(assignee(2, documents::AssignmentRole::informed));
    assigning.instruction = dice_.pick(material_.instructions);
    assigning.due_at = end_of_working_day(timeline_.now(), dice_.between(1, 8));
    must(documents::assign(house_.documents, actor_of(delivery->leader), delivery->uid, assigning), "assign");
    delivery->lead = people.specialists[first];
    timeline_.later(wait(10, 600), [this, delivery] { work(delivery); });
}

void Story::work(const std::shared_ptr<Delivery>& delivery)
{
    if (delivery->stopped()) return;
    documents::mark_read(house_.documents, actor_of(delivery->lead), delivery->uid);
    must(documents::start_work(house_.documents, actor_of(delivery->lead), delivery->uid), "start_work");
    if (dice_.chance(6)) return;  // forgotten: becomes late
    timeline_.later(wait(60, 6000), [this, delivery] {
        if (delivery->stopped()) return;
        must(documents::report(house_.documents, actor_of(delivery->lead), delivery->uid,
                               dice_.pick(material_.reports), true),
             "report");
        if (delivery->paper && delivery->paper->answers && dice_.chance(6)) answer(delivery);
    });
}

void Story::answer(const std::shared_ptr<Delivery>& delivery)
{
    const auto view = documents::document(house_.documents, actor_of(delivery->lead), delivery->uid);
    if (!view) fail("document", base::not_found(delivery->uid));
    auto reply = std::make_shared<Paper>(compose(delivery->agency));
    reply->answers = false;
    reply->drafter = delivery->lead;
    reply->draft.recipients = {delivery->paper->issuer};
    reply->draft.in_reply_to = view->id;
    reply->draft.subject = "Trả lời văn bản số " + view->notation + ": " + view->subject;
    draft(reply);
}

}  // namespace lt::app::demo
