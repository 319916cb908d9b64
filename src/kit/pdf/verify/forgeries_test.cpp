// Forgeries in the bytes of a file: what is listed leads elsewhere, what is there is not listed, and viewers that mend the file show it.
#include "kit/pdf/verify/attacks_testing.h"

namespace lt::pdf {
namespace {

using crypto::Indication;
using crypto::SubIndication;

class Forgeries : public AttackTest {
protected:
    void expect_doubt(const std::string& bytes, const char* what)
    {
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, Indication::indeterminate) << what;
        EXPECT_EQ(report.sub, SubIndication::sig_constraints_failure) << what;
        ASSERT_EQ(report.signatures.size(), 1U) << what;
        EXPECT_TRUE(report.signatures[0].verdict.cryptographically_valid) << what;
        EXPECT_FALSE(report.signatures[0].sound) << what;
        EXPECT_NE(report.signatures[0].reason, "") << what;
        EXPECT_NE(words_of(report).lines.at(0).text.find("{{what}}"), std::string::npos) << what;
    }
};

TEST_F(Forgeries, an_honest_update_written_by_hand_passes)
{
    const auto passes = [&](const std::string& bytes, const char* what) {
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, Indication::passed) << what << ": " << report.signatures.at(0).reason;
    };
    passes(Forgery(certified()).write(200, "<</Unused true>>").end(), "an object of its own");
    passes(Forgery(certified())
               .raw("%\xe2\xe3\xcf\xd3\n")
               .write(200, "null")
               .end("/Root 1 0 R", "%iText-7.2.5\n"),
           "the comments that other programs leave");
    Forgery streams(certified());
    const std::string row = Forgery::row(1, streams.bytes.size());
    passes(streams.hide(200, "null").end_with_stream(201, "200 1", row),
           "a stream that does not list itself");
    Forgery packed(certified());
    const std::string pack = Forgery::row(1, packed.bytes.size());
    packed.hide(200, stream("/Type/ObjStm/N 1/First 6", "201 0 true"));
    passes(packed.end_with_stream(202, "200 3",
                                  pack + Forgery::row(2, 200) + Forgery::row(1, packed.bytes.size())),
           "an object stream");
    Forgery early(certified());
    early.raw("\n");
    early.list(200, early.bytes.size() - 1).hide(200, "null");
    passes(early.end(), "a place before the end of a line");
    passes(signed_by_hand(with_table(objects_to_sign("[5 0 R]"))), "a file that is signed by hand");
}

TEST_F(Forgeries, an_entry_that_leads_nowhere)
{
    // Readers look through the file and take the last "4 0 obj".
    Forgery before(certified());
    const std::size_t wrong = before.bytes.size() + 2;
    expect_undefined(before.hide(4, other_content()).list(2, wrong).end(), "evil before the cross-reference");
    Forgery behind(certified());
    expect_undefined(behind.list(2, wrong).end("/Root 1 0 R", "4 0 obj\n" + other_content() + "\nendobj\n"),
                     "evil behind the cross-reference");
    Forgery issue(issued());
    expect_undefined(issue.hide(4, other_content()).list(2, issue.begin + 2).end(), "after the seal");
    expect_undefined(Forgery(certified()).list(4, 99'999'999).end(), "beyond the end");
    expect_undefined(Forgery(certified()).list(4, 0).end(), "nowhere at all");
}

TEST_F(Forgeries, an_object_that_no_cross_reference_lists)
{
    expect_undefined(Forgery(certified()).hide(4, other_content()).end(), "before the cross-reference");
    expect_undefined(Forgery(certified()).end("/Root 1 0 R", "4 0 obj\n" + other_content() + "\nendobj\n"),
                     "behind it");
    expect_undefined(
        Forgery(certified()).write(200, stream("", "\n4 0 obj\n" + other_content() + "\nendobj\n")).end(),
        "in the data of another");
    expect_undefined(Forgery(certified()).raw("% 4 0 obj " + other_content() + " endobj\n").end(),
                     "in a comment");
    expect_undefined(Forgery(certified()).raw("trailer <</Root 9 0 R>>\n").end(), "a second trailer");
    expect_undefined(Forgery(certified()).raw("startxref\n9\n").end(), "a second startxref");
    expect_undefined(Forgery(certified()).write(200, "null endobj 4 0 obj null").end(), "behind another");
}

TEST_F(Forgeries, an_object_of_another_generation)
{
    const std::string same = stream("", "BT /F1 12 Tf 72 720 Td (Cong hoa xa hoi chu nghia Viet Nam) Tj ET");
    expect_undefined(Forgery(certified()).write(4, same, 3).end(), "its header says so");
    expect_undefined(Forgery(certified()).write(4, same, 3).hide(4, other_content()).end(),
                     "and another one follows");
    Forgery freed(certified());
    freed.list(4, 0, 1, 'f');
    expect_undefined(freed.end(), "freed");
    Forgery again(freed.end());
    const std::size_t at = again.bytes.size();
    expect_undefined(again.hide(4, other_content(), 1).list(4, at, 1).end(), "and used again");
    Forgery pointing(certified());
    pointing.write(200, "[201 4 R]").write(201, "null");
    expect_undefined(pointing.end(), "a reference to one that is not there");
}

TEST_F(Forgeries, a_place_that_only_hybrid_readers_see)
{
    // Free in the table, at its old place in the stream: some viewers show an empty page.
    Forgery one(certified());
    const std::size_t at = one.bytes.size();
    const std::size_t place = one.bytes.find("\n4 0 obj") + 1;
    one.hide(200, stream("/Type/XRef/W[1 4 2]/Index[4 1]/Size 300/Root 1 0 R", Forgery::row(1, place)));
    expect_undefined(one.list(4, 0, 1, 'f').end("/Root 1 0 R/XRefStm " + std::to_string(at)), "hidden");
}

TEST_F(Forgeries, a_key_that_stands_there_twice)
{
    Forgery one(certified());
    one.write(200, "<</Type/Catalog/Pages<</Type/Pages/Kids[]/Count 0>>>>");
    expect_undefined(one.end("/Root 200 0 R/Root 1 0 R"), "the first root is another");
    expect_undefined(one.end("/Root 1 0 R/Root 200 0 R"), "the last one");
    expect_undefined(one.end("/Root 1 0 R/#52oot 200 0 R"), "written in another way");
    expect_undefined(updated(certified(), change("so", {{"/V", "(1234)/V(9999)"}})), "a value");
    expect_undefined(Forgery(certified()).write(200, "[<</A[<</B 1/B 2>>]>>]").end(), "deep inside");
    auto objects = objects_to_sign("[5 0 R]");
    objects[2].replace(objects[2].find("/Contents"), 9, "/Contents 4 0 R/Contents");
    expect_doubt(signed_by_hand(with_table(objects)), "in the page that is signed");
    expect_doubt(signed_by_hand(with_table(objects_to_sign("[5 0 R]"), "", "/Root 4 0 R/Root 1 0 R")),
                 "in the trailer that is signed");
}

TEST_F(Forgeries, a_document_that_had_to_be_mended_before_it_was_signed)
{
    std::string source = with_table(objects_to_sign("[5 0 R]"));
    char entry[16];
    const std::size_t place = source.find("\n8 0 obj") + 1;
    std::snprintf(entry, sizeof entry, "%010zu", place);
    const std::size_t at = source.rfind(entry);
    std::snprintf(entry, sizeof entry, "%010zu", place + 3);
    source.replace(at, 10, entry);
    const std::string good = signed_by_hand(source);
    expect_doubt(good, "a wrong place");
    // Only the object that had to be searched for refers to the content.
    expect_undefined(Forgery(good).write(5, other_content()).end(), "and then another content");
}

TEST_F(Forgeries, an_object_hidden_before_the_signature)
{
    std::string source = with_table(objects_to_sign("[5 0 R]"));
    const std::string evil = "5 0 obj\n" + other_content() + "\nendobj\n";
    std::size_t xref = source.rfind("xref\n0 ");
    const std::string was = std::to_string(xref);
    source.insert(xref, evil);
    source.replace(source.rfind(was), was.size(), std::to_string(xref + evil.size()));
    expect_doubt(signed_by_hand(source), "behind the true one");
    // Both are listed, but the newer cross-reference lists what stands first.
    auto twice = objects_to_sign("[5 0 R]");
    std::string first = with_table(twice);
    const std::size_t place = first.find("\n5 0 obj") + 1;
    const std::string older = Forgery(first).write(5, other_content()).end();
    expect_doubt(signed_by_hand(Forgery(older).list(5, place).end()), "the older one is the last");
    // One inside the data of another object is none: somebody attached a file.
    auto objects = objects_to_sign("[5 0 R]");
    objects.push_back(stream("/Type/EmbeddedFile", "\n5 0 obj\nnull\nendobj\n"));
    EXPECT_EQ(judged(signed_by_hand(with_table(objects))).indication, Indication::passed);
}

TEST_F(Forgeries, a_head_that_is_shifted)
{
    const Report report = judged(signed_by_hand("%junk\n" + with_table(objects_to_sign("[5 0 R]"))));
    EXPECT_EQ(report.indication, Indication::failed);
    EXPECT_EQ(report.sub, SubIndication::format_failure);
}

TEST_F(Forgeries, cross_references_that_say_two_things)
{
    Forgery one(certified());
    const std::size_t first = one.bytes.size();
    one.hide(4, other_content());
    const std::size_t second = one.bytes.size();
    one.hide(4, other_content());
    expect_undefined(one.end_with_stream(200, "4 1 4 1", Forgery::row(1, first) + Forgery::row(1, second)),
                     "parts overlap");
    expect_undefined(Forgery(certified()).end_with_stream(200, "200 2", Forgery::row(0, 0)),
                     "rows are missing");
    expect_undefined(Forgery(certified()).end_with_stream(200, "200 1", Forgery::row(7, 0)),
                     "an unknown kind");
    expect_undefined(Forgery(certified()).end_with_stream(4, "200 1", Forgery::row(0, 0)),
                     "with the number of the page's content");
    expect_undefined(
        Forgery(certified()).end_with_stream(200, "201 1", Forgery::row(0, 0), "/Root 1 0 R/Root 3 0 R"),
        "a key twice");
}

TEST_F(Forgeries, cross_references_that_some_readers_take_in_another_way)
{
    expect_undefined(Forgery(certified()).write(200, "null").end("/Root 1 0 R/Size 2"), "/Size twice");
    const auto replaced = [&](const std::string& from, const std::string& to) {
        Forgery one(certified());
        std::string bytes = one.write(200, "null").end();
        bytes.replace(bytes.find(from, one.begin), from.size(), to);
        return bytes;
    };
    expect_undefined(replaced("/Size 300", "/Size 200"), "an object left out");
    expect_undefined(replaced("/Size 300", "/Size 3  "), "most objects left out");
    expect_undefined(replaced(" 00000 n \n", " 0 n \n"), "a short entry");
    expect_undefined(replaced(" 00000 n \n", " 00000 n\n"), "an entry of nineteen bytes");
    expect_undefined(replaced("200 1\n", "200 1 %\n"), "a comment");
    expect_undefined(replaced("/Root 1 0 R", ".0/Root 1 0 R"), "a chain of numbers that are no offsets");
    expect_undefined(certified() + std::string(5000, '\n'), "the end of the file is far away");
    Forgery early(certified());
    early.raw("200 0 obj\n<</Length 4>>\nstream  abcd\nendstream\nendobj\n");
    expect_undefined(early.list(200, early.begin).end(), "data that begin somewhere");
}

TEST_F(Forgeries, a_chain_that_leads_elsewhere)
{
    Forgery loop(certified());
    loop.previous = loop.bytes.size();
    expect_undefined(loop.end(), "to itself");
    const std::string whole = issued();
    Forgery skip(whole);
    skip.previous = Forgery::last_startxref(certified());
    EXPECT_NE(judged(skip.end()).indication, Indication::passed) << "past the agency's signature";
    Forgery inside(certified());
    inside.previous = inside.bytes.find("/Contents<") + 20;
    EXPECT_NE(judged(inside.end()).indication, Indication::passed) << "into the signature";
}

TEST_F(Forgeries, object_streams_that_hide_something)
{
    Forgery unlisted(certified());
    const std::string row = Forgery::row(1, unlisted.bytes.size());
    unlisted.hide(200, stream("/Type/ObjStm/N 2/First 12", "201 0 3 5   true <</Type/Page>>"));
    expect_undefined(unlisted.end_with_stream(202, "200 2", row + Forgery::row(2, 200)), "not listed");
    Forgery font(certified());
    const std::string pack = Forgery::row(1, font.bytes.size());
    font.hide(200, stream("/Type/ObjStm/N 1/First 4", "5 0 <</Type/Font/Subtype/Type1/BaseFont/Symbol>>"));
    expect_undefined(font.end_with_stream(202, "5 1 200 1", Forgery::row(2, 200) + pack),
                     "instead of a plain one");
    Forgery before(certified());
    const std::string reversed = Forgery::row(1, before.bytes.size());
    before.hide(200, stream("/Type/ObjStm/N 2/First 12", "201 5 203 0 true null"));
    expect_undefined(before.end_with_stream(202, "200 2 203 1",
                                            reversed + Forgery::row(2, 200, 0) + Forgery::row(2, 200, 1)),
                     "one before the other");
    Forgery index(certified());
    const std::string other = Forgery::row(1, index.bytes.size());
    index.hide(200, stream("/Type/ObjStm/N 2/First 12", "201 0 203 5 true null"));
    expect_undefined(
        index.end_with_stream(202, "200 2 203 1", other + Forgery::row(2, 200, 1) + Forgery::row(2, 200, 0)),
        "in another order");
    const std::string streams = sign(*prepare(*File::open(made_by_qpdf("--object-streams=generate")), form()),
                                     leader_, {.field = "ky_lanhdao", .certify = true});
    ASSERT_EQ(judged(streams).indication, Indication::passed);
    const std::size_t root = streams.rfind("/Root ");
    const std::string trailer = streams.substr(root, streams.find('R', root + 6) + 1 - root);
    std::size_t redirected = 0;
    for (int number = 1; number < 9; ++number) {
        const std::string bytes = Forgery(streams).end_with_stream(200, std::to_string(number) + " 1",
                                                                   Forgery::row(2, 1, 0), trailer);
        const Report report = judged(bytes);
        EXPECT_EQ(report.indication, Indication::failed) << number;
        if (report.signatures.at(0).reason.find("redirected") != std::string::npos) ++redirected;
    }
    EXPECT_GT(redirected, 4U);
}

TEST_F(Forgeries, a_length_that_is_written_later)
{
    auto objects = objects_to_sign("24");
    objects[2].replace(objects[2].find("/Contents 8"), 11, "/Contents 5");
    objects[4] = "<</Length 8 0 R>>\nstream\nBT /F1 9 Tf (1234) Tj ET\nBT /F1 9 Tf (9999) Tj ET\nendstream";
    const std::string good = signed_by_hand(with_table(objects));
    expect_undefined(Forgery(good).write(8, "48").end(), "the rest of the stream comes to life");
}

// For tests/fuzz: updates of each kind, near to what passes.
TEST_F(Forgeries, seeds_for_the_fuzzer_are_made)
{
    const std::filesystem::path seeds = "build/test/seeds/pdf_verify";
    std::filesystem::create_directories(seeds);
    const auto keep = [&](const char* name, const std::string& bytes) {
        std::ofstream(seeds / name, std::ios::binary) << bytes;
        EXPECT_EQ(read(seeds / name), bytes);
    };
    const std::string small = signed_by_hand(with_table(objects_to_sign("[5 0 R]")));
    keep("small.pdf", small);
    keep("update.pdf", Forgery(small).write(200, "<</A[1 2 R (x)]>>").list(201, 0, 1, 'f').end());
    keep("unlisted.pdf", Forgery(small).hide(5, other_content()).list(2, small.size() + 3).end());
    Forgery packed(small);
    const std::string pack = Forgery::row(1, packed.bytes.size());
    packed.hide(200, stream("/Type/ObjStm/N 1/First 6", "201 0 true"));
    keep("packed.pdf", packed.end_with_stream(202, "200 2", pack + Forgery::row(2, 200)));
}

TEST_F(Forgeries, many_signatures_over_much_are_counted)
{
    const auto with = [&](std::size_t count, std::size_t size, bool same) {
        std::string fields;
        for (std::size_t i = 0; i < count; ++i) fields += std::to_string(5 + i) + " 0 R ";
        std::vector<std::string> objects{"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[" + fields + "]>>>>",
                                         "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>",
                                         stream("", std::string(size, 'x'))};
        const std::string signature = certified();
        const std::size_t from = signature.find("/Contents<") + 10;
        const std::string value = signature.substr(from, signature.find('>', from) - from);
        for (std::size_t i = 0; i < count; ++i)
            objects.push_back("<</FT/Sig/T(s" + std::to_string(i) +
                              ")/V<</Type/Sig/SubFilter/ETSI.CAdES.detached/ByteRange[0 " +
                              std::to_string(size - (same ? 0 : i)) + " 0 9]/Contents<" + value + ">>>>>");
        return with_table(objects);
    };
    const Report report = judged(with(120, 1000, true));
    EXPECT_EQ(report.indication, Indication::failed);
    ASSERT_EQ(report.signatures.size(), 120U);
    EXPECT_EQ(report.signatures[119].verdict.indication, Indication::indeterminate);
    EXPECT_NE(report.signatures[119].reason.find("not judged"), std::string::npos);
    const crypto::TrustStore nobody({}, {});
    EXPECT_TRUE(verify(with(100, 40'000'000, true), {.trust = nobody, .now = kNow})) << "digested once";
    EXPECT_FALSE(verify(with(100, 40'000'000, false), {.trust = nobody, .now = kNow})) << "a hundred times";
}

}  // namespace
}  // namespace lt::pdf
