// One document's life in the demo's history, from the draft to the answers. Inside demo/ only.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/history.h"
#include "app/demo/timeline.h"

namespace lt::app::demo {

documents::Actor actor_of(const Player& player);

class Keys;

class Story {
public:
    Story(House& house, Timeline& timeline, const Cast& cast, Keys& keys, const Material& material);

    void outgoing(std::int64_t issuer);  // begins now
    void paper(std::int64_t agency);
    void allow_broadcasts(unsigned count) { broadcasts_left_ = count; }  // documents to every commune
    const HistoryReport& report() const { return report_; }

    std::vector<std::int64_t> provinces{}, departments{}, communes{}, others{};  // agencies by how they write

private:
    struct Paper {  // one document
        std::int64_t issuer = 0;
        std::string uid{};
        documents::Draft draft{};
        Player drafter{}, signer{};
        bool recalled = false;
        bool signed_digitally =
            false;            // by leader and agency; otherwise approved, as from an agency without keys
        bool answers = true;  // its recipients may answer; answers are not answered again
    };
    struct Delivery {                    // at one recipient
        std::shared_ptr<Paper> paper{};  // null: it came on paper
        std::string uid{};
        std::int64_t agency = 0;
        Player leader{}, lead{};
        bool stopped() const { return paper && paper->recalled; }
    };

    const Staff& staff(std::int64_t agency) const { return cast_.staff.at(agency); }
    Paper compose(std::int64_t issuer);
    std::vector<std::int64_t> choose_recipients(std::int64_t issuer);
    std::vector<std::pair<std::string, std::string>> words_for(std::int64_t issuer, std::int64_t recipient);
    documents::NewFile file_of(const Paper& paper, const Player& signer);

    void draft(const std::shared_ptr<Paper>& paper);
    void review(const std::shared_ptr<Paper>& paper);
    void issue(const std::shared_ptr<Paper>& paper);
    void recall(const std::shared_ptr<Paper>& paper);
    void receive(const std::shared_ptr<Delivery>& delivery);
    void assign(const std::shared_ptr<Delivery>& delivery);
    void work(const std::shared_ptr<Delivery>& delivery);
    void answer(const std::shared_ptr<Delivery>& delivery);
    std::chrono::minutes wait(int from, int to) { return std::chrono::minutes(dice_.between(from, to)); }

    // An act that must succeed: the history is made of good acts only.
    template <class T>
    T must(base::Result<T> result, const char* what)
    {
        if (!result) fail(what, result.error());
        ++report_.acts;
        return *std::move(result);
    }
    [[noreturn]] static void fail(const char* what, const base::Error& error);

    House& house_;
    Timeline& timeline_;
    const Cast& cast_;
    Keys& keys_;
    const Material& material_;
    std::shared_ptr<const directory::Snapshot> directory_;
    std::vector<documents::Kind> kinds_;
    Dice dice_{20261120};
    unsigned broadcasts_left_ = 0;
    HistoryReport report_{};
};

}  // namespace lt::app::demo
