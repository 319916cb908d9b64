// Uploads and the forms that use them: the pages with the application's own way to files behind them.
#include <atomic>
#include <barrier>
#include <thread>

#include "app/uploads.h"
#include "documents/pages/pages_fixture_dbtest.h"
#include "kit/blob/uploads.h"
#include "kit/crypto/digest.h"

using namespace lt;
using documents::Actor;
using documents::pages::contains;

namespace {

using Fields = std::vector<std::pair<std::string, std::string>>;

class AttachTest : public documents::pages::PagesTest {
protected:
    AttachTest()
    {
        page_services.take_files = app::make_take_files(uploads_);
        page_services.drop_files = app::make_drop_files(uploads_);
        router = {};
        add_routes(router, std::make_shared<const documents::PageServices>(page_services));
    }

    // A file that has arrived and waits for a form of this official.
    std::string upload(const Actor& actor, const std::string& content)
    {
        const auto writer = blobs.writer();
        const std::string bytes = "%PDF-1.4 " + content;
        writer->write(std::as_bytes(std::span(bytes.data(), bytes.size())));
        return *uploads_.adopt("official/" + std::to_string(actor.official), content + ".pdf", bytes.size(),
                               *writer);
    }
    Fields draft(const std::string& subject, const std::string& file)
    {
        Fields fields = draft_fields(subject);
        fields[6].second = file;
        return fields;
    }
    Fields paper(const std::string& subject, const std::string& file)
    {
        const html::View form = json(kinh_bac.clerk, "/incoming/new");
        return {{"key", form["key"]},   {"kind", "official_letter"}, {"number", "12"},
                {"notation", "CV-HTX"}, {"issuer", "Hợp tác xã A"},  {"issued_on", "19/11/2026"},
                {"subject", subject},   {"secrecy", "thường"},       {"urgency", "normal"},
                {"upload", file}};
    }
    std::string count(const std::string& table) { return database.value("SELECT count(*) FROM " + table); }
    static std::string kept(const std::string& id) { return "name=\"upload\" value=\"" + id + "\" checked"; }

    blob::Uploads uploads_{blobs, database.pool(), clock};
};

TEST_F(AttachTest, an_upload_serves_one_form)
{
    const std::string file = upload(office.specialist, "scan");
    EXPECT_EQ(post(office.specialist, "/outgoing", draft("Văn bản thứ nhất", file)).status, 303);
    const auto second = post(office.specialist, "/outgoing", draft("Văn bản thứ hai", file));
    EXPECT_EQ(second.status, 422);
    EXPECT_TRUE(contains(second, "Tệp “scan.pdf” đã nằm trong một văn bản khác"));
    EXPECT_TRUE(contains(second, "Văn bản thứ hai")) << "what was typed stays";
    EXPECT_FALSE(contains(second, kept(file))) << "sent again, it could only be refused again";
    EXPECT_EQ(count("documents"), "1");
    EXPECT_EQ(count("document_files"), "1");
    // Neither does it serve a change, nor a paper document.
    const std::string own = upload(office.specialist, "own");
    const std::string uid =
        location(post(office.specialist, "/outgoing", draft("Văn bản thứ ba", own))).substr(10, 36);
    Fields change = draft("Văn bản thứ ba, đã sửa", file);
    change.emplace_back("version", "1");
    EXPECT_EQ(post(office.specialist, "/outgoing/" + uid + "/edit", change).status, 422);
    EXPECT_EQ(document(services, office.specialist, uid)->subject, "Văn bản thứ ba");
    const std::string scan = upload(kinh_bac.clerk, "paper");
    EXPECT_EQ(post(kinh_bac.clerk, "/incoming", paper("Thứ nhất", scan)).status, 303);
    Fields again = paper("Thứ hai", scan);
    again.emplace_back("confirm", "1");
    EXPECT_EQ(post(kinh_bac.clerk, "/incoming", again).status, 422);
    EXPECT_EQ(count("document_files"), "3");
}

TEST_F(AttachTest, a_form_that_fails_keeps_its_uploads)
{
    const std::string file = upload(office.specialist, "scan");
    Fields fields = draft("", file);
    for (int i = 0; i < 2; ++i) {
        const auto failed = post(office.specialist, "/outgoing", fields);
        EXPECT_EQ(failed.status, 422);
        EXPECT_TRUE(contains(failed, kept(file)));
    }
    fields[2].second = "Đã nhập trích yếu";
    EXPECT_EQ(post(office.specialist, "/outgoing", fields).status, 303);

    // Also one that fails in its transaction, because of another of its files.
    const std::string good = upload(office.specialist, "good");
    fields = draft("Một tệp đã dùng, một tệp chưa", file);
    fields.emplace_back("upload", good);
    const auto failed = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(failed.status, 422);
    EXPECT_TRUE(contains(failed, kept(good)));
    EXPECT_FALSE(uploads_.find(good)->used);
    fields = draft("Chỉ tệp chưa dùng", good);
    EXPECT_EQ(post(office.specialist, "/outgoing", fields).status, 303);

    // And one that asks first whether it is a double.
    EXPECT_EQ(post(kinh_bac.clerk, "/incoming", paper("Thứ nhất", upload(kinh_bac.clerk, "first"))).status,
              303);
    while (queue.run_due() > 0) {}
    const std::string scan = upload(kinh_bac.clerk, "second");
    Fields doubled = paper("Thứ hai", scan);
    const auto asked = post(kinh_bac.clerk, "/incoming", doubled);
    EXPECT_EQ(asked.status, 409);
    EXPECT_TRUE(contains(asked, kept(scan)));
    doubled.emplace_back("confirm", "1");
    EXPECT_EQ(post(kinh_bac.clerk, "/incoming", doubled).status, 303);
}

TEST_F(AttachTest, a_form_sent_twice_is_one_success)
{
    const Fields fields = draft("Bấm hai lần", upload(office.specialist, "scan"));
    const auto first = post(office.specialist, "/outgoing", fields);
    const auto second = post(office.specialist, "/outgoing", fields);
    EXPECT_EQ(first.status, 303);
    EXPECT_EQ(second.status, 303);
    EXPECT_EQ(location(first), location(second));
    Fields scan = paper("Bấm hai lần", upload(kinh_bac.clerk, "paper"));
    scan.emplace_back("confirm", "1");
    EXPECT_EQ(location(post(kinh_bac.clerk, "/incoming", scan)),
              location(post(kinh_bac.clerk, "/incoming", scan)));
    EXPECT_EQ(count("documents"), "2");
    EXPECT_EQ(count("document_files"), "2");
}

TEST_F(AttachTest, an_upload_named_twice_is_one_file)
{
    const std::string file = upload(office.specialist, "scan");
    Fields fields = draft("Tệp ghi hai lần", file);
    fields.emplace_back("upload", file);
    EXPECT_EQ(post(office.specialist, "/outgoing", fields).status, 303);
    EXPECT_EQ(count("document_files"), "1");
}

TEST_F(AttachTest, of_forms_at_the_same_time_one_gets_the_upload)
{
    const std::string id = upload(office.specialist, "scan");
    const auto found = uploads_.find(id);
    const documents::NewFile file{.name = found->name, .blob = *found->blob, .upload = id};
    constexpr int kForms = 6;
    std::barrier all(kForms);
    std::atomic<int> stored = 0;
    {
        std::vector<std::jthread> forms;
        for (int i = 0; i < kForms; ++i) {
            forms.emplace_back([&] {
                const std::string its_key = base::new_uid(clock->now());
                all.arrive_and_wait();
                const auto made = documents::create_draft(services, office.specialist, its_key,
                                                          draft_to({kinh_bac.agency}), {file});
                if (made) return void(++stored);
                EXPECT_EQ(made.error().field, "files");
            });
        }
    }
    EXPECT_EQ(stored, 1);
    EXPECT_EQ(count("documents"), "1");
    EXPECT_EQ(count("document_files"), "1");
}

TEST_F(AttachTest, what_others_sent_cannot_be_attached)
{
    const std::string file = upload(office.colleague, "scan");
    const auto answer = post(office.specialist, "/outgoing", draft("Tệp của người khác", file));
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Tệp đã gửi không còn chờ nữa"));
    EXPECT_FALSE(contains(answer, kept(file)));
    EXPECT_EQ(post(office.colleague, "/outgoing", draft("Tệp của mình", file)).status, 303);
}

TEST_F(AttachTest, a_form_marked_as_secret_leaves_no_file_but_what_a_document_holds)
{
    const std::string used = upload(office.specialist, "used");
    EXPECT_EQ(post(office.specialist, "/outgoing", draft("Thường", used)).status, 303);
    const std::string fresh = upload(office.specialist, "fresh");
    Fields secret = draft("Mật", used);
    secret.emplace_back("upload", fresh);
    secret[4].second = "mật";
    EXPECT_EQ(post(office.specialist, "/outgoing", secret).status, 422);
    EXPECT_FALSE(uploads_.find(fresh));
    EXPECT_FALSE(blobs.contains(crypto::sha256_hex("%PDF-1.4 fresh")));
    EXPECT_TRUE(blobs.contains(crypto::sha256_hex("%PDF-1.4 used")));
    // The same at the register, whatever else is wrong in the form.
    const std::string scan = upload(kinh_bac.clerk, "scan");
    Fields paper_form = paper("Mật", scan);
    paper_form[7].second = "mật";
    paper_form.emplace_back("reply_due", "hôm kia");
    EXPECT_EQ(post(kinh_bac.clerk, "/incoming", paper_form).status, 422);
    EXPECT_FALSE(uploads_.find(scan));
}

// A file of a multipart form for which there is no room: said at the field, and nothing typed is lost.
TEST_F(AttachTest, a_file_without_room_is_refused_at_its_field)
{
    const std::string file = upload(office.specialist, "scan");
    http::Form form;
    for (const auto& [name, value] : draft("Hết chỗ", file)) form.add(name, value);
    http::Request request;
    request.method = http::Method::post;
    request.path = request.target = "/outgoing";
    request.form = form;
    auto me = std::make_shared<accounts::Me>();
    me->agency = office.agency;
    me->official = office.specialist.official;
    me->role = office.specialist.role;
    request.user = me;
    request.files.push_back(
        {.field = "files",
         .name = "b.pdf",
         .refused = base::Error{
             base::Fault::too_large, "files", {"Đã có {{files}} tệp chờ", {{"files", "100"}}}, {}}});
    const auto answer = router.match(http::Method::post, "/outgoing").route->handler(request);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(contains(answer, "Đã có 100 tệp chờ"));
    EXPECT_TRUE(contains(answer, "href=\"#files\""));
    EXPECT_TRUE(contains(answer, kept(file)));
    EXPECT_EQ(count("documents"), "0");
}

}  // namespace
