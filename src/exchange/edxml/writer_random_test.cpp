// Many made-up messages: what is read back is what was given, whatever the values and the files are.
#include <random>

#include "exchange/edxml/writer_testing.h"
#include "kit/base/text.h"
#include "kit/text/zip_testing.h"

namespace lt::edxml {
namespace {

using testing::attach;
using testing::expect_same;
using testing::read_again;
using testing::written;

// Makes messages by the rules of our own; the texts in the form in which they are read back, too.
class Maker {
public:
    explicit Maker(unsigned seed) : random_(seed) {}

    Message document();
    Message status(const std::string& code);
    std::vector<std::pair<std::string, std::string>> files(std::size_t count);

private:
    std::size_t below(std::size_t limit) { return random_() % limit; }
    bool maybe() { return below(3) != 0; }
    std::string words(std::size_t limit);
    std::string some(std::size_t limit) { return maybe() ? words(limit) : std::string(); }
    std::string sure(std::size_t limit);
    std::string id(const char* prefix)
    {
        return prefix + std::to_string(below(1'000'000)) + (maybe() ? "" : "<&>");
    }
    std::optional<int> number(int to)
    {
        return maybe() ? std::optional(int(below(std::size_t(to) + 1))) : std::nullopt;
    }
    base::Day day()
    {
        return testing::day(1900 + int(below(300)), 1 + unsigned(below(12)), 1 + unsigned(below(28)));
    }
    std::optional<base::Day> some_day() { return maybe() ? std::optional(day()) : std::nullopt; }
    base::Time time()
    {
        return base::Time(testing::day(2026, 1, 1)) + std::chrono::seconds(below(90'000'000));
    }
    Organ organ(std::size_t number);
    Staff staff();
    std::vector<std::string> list(std::size_t limit);
    std::vector<ResponseFor> responses(std::size_t count);
    Business business();

    std::mt19937 random_;
};

std::string Maker::words(std::size_t limit)
{
    // "hoà", "Việt" and "đường" in NFC and NFD; what XML reserves; a letter beyond the BMP; white space.
    static const std::vector<std::string> all = {"hoà",
                                                 "hoa\u0300",
                                                 "Việt",
                                                 "Vie\u0323\u0302t",
                                                 "đường",
                                                 "đu\u031bo\u031b\u0300ng",
                                                 "<b>",
                                                 "&amp;",
                                                 "]]>",
                                                 "\"x\"",
                                                 "'y'",
                                                 "\xF0\xA0\x80\x8B",
                                                 "\n",
                                                 "\t",
                                                 "a",
                                                 "2026/11/20",
                                                 "</edXML:Subject>",
                                                 "&#0;",
                                                 "  ",
                                                 "…"};
    std::string text;
    while (below(12) != 0) {
        const std::string more = text + all[below(all.size())] + (maybe() ? " " : "");
        if (base::length(more) > limit) break;
        text = more;
    }
    return text;
}

std::string Maker::sure(std::size_t limit)
{
    const std::string text = words(limit);
    return base::normalise(text).empty() ? "Số" : text;
}

Organ Maker::organ(std::size_t number)
{
    return {id(("H05." + std::to_string(number) + ".").c_str()),
            some(200),
            sure(200),
            some(250),
            some(100),
            some(50),
            some(50),
            some(100)};
}

Staff Maker::staff()
{
    return {some(200), some(100), some(100), some(50), maybe() ? id("d") : "", maybe() ? id("s") : ""};
}

std::vector<std::string> Maker::list(std::size_t limit)
{
    std::vector<std::string> all;
    while (maybe()) all.push_back(sure(limit));
    return all;
}

std::vector<ResponseFor> Maker::responses(std::size_t count)
{
    std::vector<ResponseFor> all;
    for (std::size_t i = 0; i < count; ++i) all.push_back({id("H05."), sure(42), some_day(), id("doc ")});
    return all;
}

Business Maker::business()
{
    Business b;
    if (!maybe()) return b;
    b.type = BusinessType(below(4));
    b.reason = *b.type == BusinessType::create ? some(500) : sure(500);
    b.document_id = maybe() ? id("doc ") : "";
    b.paper = maybe();
    b.staff = staff();
    if (*b.type == BusinessType::update) {
        b.receivers_changed = maybe();
        b.document_changed = !b.receivers_changed || maybe();
        for (std::size_t i = b.receivers_changed ? below(5) : 0; i > 0; --i)
            b.receivers.push_back({id("H05."), maybe()});
    }
    if (*b.type == BusinessType::replace) {
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            b.replacements.push_back({id("doc "), {}});
            for (std::size_t k = 1 + below(4); k > 0; --k)
                b.replacements.back().organ_ids.push_back(id("H05."));
        }
    }
    return b;
}

Message Maker::document()
{
    Message m;
    m.from = organ(0);
    for (std::size_t i = 1 + below(6); i > 0; --i) m.to.push_back(organ(i));
    m.promulgation_date = day();
    m.code_number = sure(11);
    m.code_notation = sure(30);
    m.document_id = document_id_of(m.from.organ_id, *m.promulgation_date, "12/VX & <>");
    m.place = some(50);
    m.type = int(below(3));
    m.type_detail = number(32);
    m.type_name = sure(100);
    m.subject = sure(500);
    m.content = some(500);
    m.competence = some(100);
    m.position = some(100);
    m.signer = some(50);
    m.due_date = some_day();
    m.priority = number(4);
    m.sphere = some(100);
    m.typist = some(10);
    m.copies = number(65'535);
    m.pages = number(65'535);
    m.appendixes = list(500);
    m.responses_for = responses(below(3));
    m.steering_type = number(3);
    m.task_codes = list(200);
    m.application_type = maybe() ? id("app") : "";
    m.places = list(150);
    for (std::size_t i = 1 + below(3); i > 0; --i) m.traces.push_back({id("H05."), time()});
    m.business = business();
    return m;
}

Message Maker::status(const std::string& code)
{
    Message m;
    m.kind = Kind::status;
    m.from = organ(0);
    m.responses_for = responses(1);
    m.status_code = code;
    m.status_description = code == "02" || code == "13" ? sure(500) : some(500);
    m.status_at = time();
    m.status_staff = staff();
    return m;
}

std::vector<std::pair<std::string, std::string>> Maker::files(std::size_t count)
{
    static const std::vector<std::string> ends = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".zip",
                                                  ".PDF", ".png", ".txt",  ".xsl", ".odt",  "",
                                                  ".tệp", ".xml", ".ZIP",  ".jar"};
    std::vector<std::pair<std::string, std::string>> all;
    for (std::size_t i = 0; i < count; ++i) {
        std::string bytes(below(40'000) * below(3), '\0');
        for (char& c : bytes) c = char(random_());
        switch (below(6)) {
        case 0: bytes = "%PDF-1.7\n" + bytes; break;
        case 1: bytes = text::testing::make_zip({{"a.doc", bytes}}); break;
        case 2: bytes = text::testing::make_zip({{"a", bytes}, {"b", "2"}}); break;
        case 3: bytes = "PK\3\4" + bytes; break;
        case 4: bytes = std::string("PK\3"); break;
        default: break;
        }
        all.emplace_back("Báo \"cáo\" <" + std::to_string(i) + "> & 'quý'; a=b" + ends[below(ends.size())],
                         bytes);
    }
    return all;
}

// As it is read back: texts in NFC.
void normalise(Message& m)
{
    const auto organ = [](Organ& o) {
        for (std::string* text :
             {&o.in_charge, &o.name, &o.address, &o.email, &o.telephone, &o.fax, &o.website}) {
            *text = base::normalise(*text);
        }
    };
    const auto staff = [](Staff& s) {
        for (std::string* text : {&s.department, &s.staff, &s.email, &s.mobile})
            *text = base::normalise(*text);
    };
    organ(m.from);
    for (Organ& one : m.to) organ(one);
    staff(m.status_staff);
    staff(m.business.staff);
    for (ResponseFor& one : m.responses_for) one.code = base::normalise(one.code);
    for (std::string* text :
         {&m.code_number, &m.code_notation, &m.place, &m.type_name, &m.subject, &m.content, &m.competence,
          &m.position, &m.signer, &m.sphere, &m.typist, &m.business.reason, &m.status_description}) {
        *text = base::normalise(*text);
    }
    for (auto* texts : {&m.appendixes, &m.task_codes, &m.places}) {
        for (std::string& text : *texts) text = base::normalise(text);
    }
}

TEST(WrittenAtRandom, DocumentsComeBackAsTheyWere)
{
    for (unsigned seed = 0; seed < 400; ++seed) {
        SCOPED_TRACE(seed);
        Maker make(seed);
        Message m = make.document();
        const ContentOpener contents = attach(m, make.files(seed == 0 ? 100 : seed % 4));
        const std::string xml = written(m, contents);
        normalise(m);
        for (std::size_t i = 0; i < m.attachments.size(); ++i) {
            m.attachments[i].content_id = std::to_string(i + 1);
        }
        expect_same(read_again(xml), m);
        if (HasFailure()) return;
    }
}

TEST(WrittenAtRandom, StatusesComeBackAsTheyWere)
{
    for (unsigned seed = 0; seed < 200; ++seed) {
        for (const char* code : {"01", "02", "03", "04", "05", "06", "13", "15", "16"}) {
            SCOPED_TRACE(seed);
            Message m = Maker(seed).status(code);
            const std::string xml = written(m);
            normalise(m);
            expect_same(read_again(xml), m);
            if (HasFailure()) return;
        }
    }
}

}  // namespace
}  // namespace lt::edxml
