#include "app/demo/journey.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <stdexcept>
#include <thread>

#include "app/demo/keys.h"
#include "app/demo/letter.h"
#include "app/demo/session.h"
#include "app/demo/steps.h"
#include "app/demo/timeline.h"

namespace lt::app::demo {
namespace {

using std::chrono::steady_clock;

constexpr std::size_t kLeastRecipients = 110;
constexpr unsigned kThreads = 4;
constexpr int kPatience = 20000;  // ms for an event to come

std::string uid_in(const std::string& path, std::string_view begin)
{
    if (!path.starts_with(begin))
        throw std::runtime_error("should be at " + std::string(begin) + "…, is at " + path);
    const std::string rest = path.substr(begin.size());
    return rest.substr(0, rest.find_first_of("/?"));
}

// The link of a list row that shows the subject; throws with what the list shows.
std::string find_link(const Answer& list, const std::string& begin, const std::string& uid)
{
    for (const std::string& link : links_of(list.body, begin)) {
        if (link.find(uid) != std::string::npos) return link;
    }
    throw std::runtime_error(list.path + " should list document " + uid +
                             ", but shows: " + text_of(list.body).substr(0, 800));
}

// The value of the attribute that comes first after the text.
std::string attribute_after(const std::string& html, const std::string& text, const std::string& attribute)
{
    const std::size_t at = html.find(text, html.find("<tbody"));
    const std::size_t begin = at == std::string::npos ? at : html.find(attribute + "=\"", at);
    if (begin == std::string::npos) throw std::runtime_error("the page does not show " + text);
    const std::size_t value = begin + attribute.size() + 2;
    return html.substr(value, html.find('"', value) - value);
}

File pdf(const std::string& name, const Letter& letter)
{
    return {.field = "files", .name = name, .media_type = "application/pdf", .bytes = draw(letter)};
}

class Journey {
public:
    Journey(std::uint16_t port, const std::vector<Player>& players, const Material& material,
            const directory::ProvinceFile& province)
        : port_(port), players_(players), material_(material), province_(province)
    {
    }

    void play()
    {
        province();
        issue();
        commune();
        refusal();
        sender();
    }

private:
    const Player& who(const char* login) const { return player(players_, login); }

    void province()
    {
        steps_.step("vpubnd.cv3 drafts for every commune and department, with a PDF", [&] { draft(); });
        steps_.step("vpubnd.chutich reads and signs digitally (password, code and PIN)", [&] {
            Session leader(port_, who("vpubnd.chutich"));
            const Answer list = leader.open("/outgoing/signing");
            const Answer page = leader.open(find_link(list, "/outgoing/", uid_));
            expect(page, subject_);
            expect(leader.send(with_pin(page, "/signature")), "văn thư");
        });
    }

    bool is_recipient(const std::string& code) const
    {
        for (const directory::ImportedAgency& agency : province_.agencies) {
            if (agency.agency.code != code) continue;
            return std::find_first_of(agency.groups.begin(), agency.groups.end(), kGroups.begin(),
                                      kGroups.end()) != agency.groups.end();
        }
        return false;
    }

    void draft()
    {
        drafter_.emplace(port_, who("vpubnd.cv3"));
        Form form = form_to(drafter_->open("/outgoing/new"), "/outgoing");
        form.choose("kind", "Công văn");
        form.set("subject", subject_);
        form.set("urgency", "urgent");
        form.choose("signer", who("vpubnd.chutich").name);
        for (const char* group : kGroups) form.check("group", group);
        form.fields.emplace_back("then", "submit");
        const base::Day today = base::vietnam_day(base::SystemClock().now());
        const Letter letter{
            .issuer = "UBND TỈNH BẮC NINH",
            .notation = "Số:          /UBND-VX",
            .place_and_date = "Bắc Ninh, ngày       tháng       năm " + base::format_day(today).substr(6),
            .subject = subject_,
            .paragraphs = {"Để chủ động ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống, UBND tỉnh yêu "
                           "cầu các sở, ban, ngành, UBND các xã, phường thực hiện ngay các nội dung sau.",
                           "1. Rà soát phương án bảo vệ đê điều, sơ tán dân ở nơi trũng thấp.",
                           "2. Trực ban 24/24 giờ, báo cáo kết quả trước 17 giờ hằng ngày."},
            .recipients = {"Các sở, ban, ngành;", "UBND các xã, phường;", "Lưu: VT, VX."},
            .signer_title = "CHỦ TỊCH",
            .signer = who("vpubnd.chutich").name};
        const Answer page = drafter_->send(form, {pdf("ung-pho-mua-lu.pdf", letter)});
        uid_ = uid_in(page.path, "/outgoing/");
        expect(page, subject_);
        expect(page, "ung-pho-mua-lu.pdf");
    }

    void issue()
    {
        std::vector<std::unique_ptr<Session>> clerks;
        std::vector<std::unique_ptr<EventListener>> listeners;
        steps_.step("the clerks of all recipients log in and open their in-trays", [&] {
            std::vector<const Player*> wanted;
            for (const Player& one : players_) {
                if (one.role == directory::Role::registry_clerk && is_recipient(one.agency_code))
                    wanted.push_back(&one);
            }
            clerks.resize(wanted.size());
            listeners.resize(wanted.size());
            in_parallel(wanted.size(), kThreads, [&](std::size_t i) {
                clerks[i] = std::make_unique<Session>(port_, *wanted[i]);
                clerks[i]->open("/incoming?view=waiting");
                listeners[i] = std::make_unique<EventListener>(port_, "/events", clerks[i]->cookies());
            });
            if (wanted.size() < kLeastRecipients) {
                throw std::runtime_error("at least " + std::to_string(kLeastRecipients) +
                                         " recipients were expected, seen " + std::to_string(wanted.size()));
            }
        });
        std::vector<double> told(clerks.size());
        std::vector<double> listed(clerks.size());
        steps_.step("vpubnd.vanthu gives the number, seals and issues; every in-tray shows it", [&] {
            Session clerk(port_, who("vpubnd.vanthu"));
            const Answer list = clerk.open("/outgoing?view=approved");
            find_link(list, "/outgoing/", uid_);
            const Answer ask = clerk.open("/outgoing/" + uid_ + "/issue");
            const auto begin = steady_clock::now();
            // Every recipient waits at its own open page, as in the province's offices.
            std::exception_ptr failure;
            std::thread watching([&] {
                try {
                    in_parallel(clerks.size(), static_cast<unsigned>(clerks.size()), [&](std::size_t i) {
                        if (!listeners[i]->wait_for("arrived", kPatience)) {
                            throw std::runtime_error(clerks[i]->who().login +
                                                     " was told nothing within 20 s");
                        }
                        told[i] = milliseconds_since(begin);
                        find_link(clerks[i]->open("/incoming?view=waiting"), "/incoming/", uid_);
                        listed[i] = milliseconds_since(begin);
                    });
                } catch (...) {
                    failure = std::current_exception();
                }
            });
            std::optional<Answer> issued;
            try {
                issued = clerk.send(with_pin(ask, "/issue"));
            } catch (...) {
                watching.join();
                throw;
            }
            issue_ms_ = milliseconds_since(begin);
            watching.join();
            if (failure) std::rethrow_exception(failure);
            expect(*issued, "/UBND-VX");
            const std::string seen = text_of(issued->body);
            const std::size_t end = seen.find("/UBND-VX");
            const std::size_t start = seen.find_last_of(" ", end) + 1;
            notation_ = seen.substr(start, end - start) + "/UBND-VX";
        });
        Steps::note(notation_ + " issued in " + std::to_string(static_cast<int>(issue_ms_)) +
                    " ms, seen by " + std::to_string(clerks.size()) + " recipients");
        Steps::note(times("told on the open page", told));
        Steps::note(times("found in the in-tray's list", listed));
        for (auto& clerk : clerks) {
            if (clerk->who().login == "kinhbac.vanthu")
                kinhbac_ = std::move(clerk);
            else if (clerk->who().login == "vuninh.vanthu")
                vuninh_ = std::move(clerk);
        }
        if (!kinhbac_ || !vuninh_)
            throw std::runtime_error("phường Kinh Bắc and phường Vũ Ninh should be recipients");
    }

    void commune()
    {
        const std::string at = "/incoming/" + uid_;
        steps_.step("kinhbac.vanthu accepts, enters it in the register, submits to the chairman", [&] {
            // Judged by a job right after the issue.
            const auto begin = steady_clock::now();
            while (text_of(kinhbac_->open(at).body).find("Chữ ký số hợp lệ") == std::string::npos &&
                   milliseconds_since(begin) < kPatience)
                std::this_thread::sleep_for(std::chrono::milliseconds(100));
            const Answer page = kinhbac_->open(at);
            expect(page, "Chữ ký số hợp lệ");
            Form form = form_to(page, "/acceptance");
            form.choose("leader", who("kinhbac.chutich").name);
            expect(kinhbac_->send(form), who("kinhbac.chutich").name);
        });
        steps_.step("kinhbac.chutich assigns: one lead, one support, instruction, due date", [&] {
            Session leader(port_, who("kinhbac.chutich"));
            find_link(leader.open("/incoming?view=to_assign"), "/incoming/", uid_);
            const Answer page = leader.open(at + "/assignments");
            Form form = form_to(page, "/assignments");
            form.set(attribute_after(page.body, who("kinhbac.cv1").name, "name"), "lead");
            form.set(attribute_after(page.body, who("kinhbac.cv2").name, "name"), "support");
            form.set("instruction", material_.instructions.front());
            form.set("due", base::format_vietnam(end_of_working_day(base::SystemClock().now(), 2)));
            expect(leader.send(form), who("kinhbac.cv1").name);
        });
        steps_.step("kinhbac.cv1 starts and reports: done", [&] {
            worker_.emplace(port_, who("kinhbac.cv1"));
            const Answer page = worker_->open(find_link(worker_->open("/incoming"), "/incoming/", uid_));
            worker_->press(page, "/start");
            Form form = form_to(worker_->open(at + "/report"), "/report");
            form.set("report",
                     "Đã rà soát phương án, phân công trực ban 24/24 giờ; văn bản trả lời trình ký.");
            form.check("complete", box_of(form, "complete", ""));
            expect(worker_->send(form), "Hoàn thành");
        });
        steps_.step("kinhbac.cv1 writes the answer, with a PDF", [&] { write_answer(); });
        steps_.step("kinhbac.chutich signs the answer in the list of what waits", [&] {
            Session leader(port_, who("kinhbac.chutich"));
            Form form = form_to(leader.open("/outgoing/signing"), "/outgoing/signing");
            form.check("document", box_of(form, "document", answer_uid_));
            form.set("pin", kPin);
            expect(leader.send(form), "Đã ký số 1 văn bản.");
        });
        steps_.step("kinhbac.vanthu seals and issues the answer to the province", [&] {
            expect(kinhbac_->send(with_pin(kinhbac_->open("/outgoing/" + answer_uid_ + "/issue"), "/issue")),
                   "/UBND");
        });
    }

    // The value of the first box of this name that begins so.
    static std::string box_of(const Form& form, const std::string& name, const std::string& begin)
    {
        for (const auto& [box, value] : form.boxes) {
            if (box == name && value.starts_with(begin)) return value;
        }
        throw std::runtime_error("the form " + form.action + " has no box " + name + " " + begin);
    }

    static Form with_pin(const Answer& page, std::string_view action_end)
    {
        Form form = form_to(page, action_end);
        form.set("pin", kPin);
        return form;
    }

    void write_answer()
    {
        Form form = form_to(worker_->open("/incoming/" + uid_ + "/reply"), "/outgoing");
        form.choose("kind", "Công văn");
        form.choose("signer", who("kinhbac.chutich").name);
        form.fields.emplace_back("then", "submit");
        const Letter letter{
            .superior = "UBND TỈNH BẮC NINH",
            .issuer = "UBND PHƯỜNG KINH BẮC",
            .notation = "Số:          /UBND",
            .place_and_date = "Kinh Bắc, ngày       tháng       năm " +
                              base::format_day(base::vietnam_day(base::SystemClock().now())).substr(6),
            .subject = "V/v trả lời văn bản số " + notation_,
            .paragraphs = {"Thực hiện văn bản số " + notation_ +
                           ", UBND phường Kinh Bắc báo cáo: đã rà "
                           "soát phương án, bố trí lực lượng trực ban và sẵn sàng sơ tán 120 hộ dân."},
            .recipients = {"UBND tỉnh (báo cáo);", "Lưu: VT."},
            .signer_title = "CHỦ TỊCH",
            .signer = who("kinhbac.chutich").name};
        const Answer page = worker_->send(form, {pdf("tra-loi.pdf", letter)});
        answer_uid_ = uid_in(page.path, "/outgoing/");
        expect(page, "tra-loi.pdf");
    }

    void refusal()
    {
        steps_.step("vuninh.vanthu refuses, with a reason", [&] {
            Form form = form_to(vuninh_->open("/incoming/" + uid_ + "/refusal"), "/refusal");
            form.set("reason", kReason);
            vuninh_->send(form);
        });
    }

    void sender()
    {
        steps_.step("vpubnd.cv3 sees the progress of each recipient, the refusal and the answer", [&] {
            const Answer page = drafter_->open("/outgoing/" + uid_);
            expect(page, kReason);
            expect(drafter_->open("/outgoing/" + uid_ + "/recipients?state=done"), "UBND phường Kinh Bắc");
            expect(drafter_->open("/outgoing/" + uid_ + "/recipients?state=stopped"), "UBND phường Vũ Ninh");
        });
        steps_.step("vpubnd.vanthu finds the answer in the in-tray, tied to the document", [&] {
            Session clerk(port_, who("vpubnd.vanthu"));
            const Answer list = clerk.open("/incoming?view=waiting");
            const Answer page = clerk.open(find_link(list, "/incoming/", answer_uid_));
            expect(page, notation_);
        });
    }

    static constexpr std::array kGroups{"xa", "phuong", "so-nganh"};  // communes, wards, departments
    static constexpr const char* kReason = "Tệp gửi thiếu Phụ lục II, đề nghị gửi lại đủ.";
    std::uint16_t port_;
    const std::vector<Player>& players_;
    const Material& material_;
    const directory::ProvinceFile& province_;
    Steps steps_{13};
    std::optional<Session> drafter_{}, worker_{};
    std::unique_ptr<Session> kinhbac_{}, vuninh_{};
    std::string subject_ = "Về việc chủ động ứng phó mưa lớn, lũ trên sông Cầu và sông Đuống";
    std::string uid_{}, answer_uid_{}, notation_{};
    double issue_ms_ = 0;
};

}  // namespace

void play_journey(std::uint16_t port, const std::vector<Player>& players, const Material& material,
                  const directory::ProvinceFile& province)
{
    Journey(port, players, material, province).play();
}

}  // namespace lt::app::demo
