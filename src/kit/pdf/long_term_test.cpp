// The store of validation data: merged, never lost.
#include "kit/pdf/long_term.h"

#include "kit/pdf/qpdf.h"
#include "kit/pdf/signing_testing.h"

namespace lt::pdf {
namespace {

using LongTerm = SigningTest;

int items(const std::string& bytes, const char* list)
{
    const auto file = File::open(bytes);
    return file->objects().getRoot().getKey("/DSS").getKey(list).getArrayNItems();
}

TEST_F(LongTerm, data_is_added_to_what_is_there)
{
    const std::string once = *add_validation_data(open(plain()), {.certificates = {"a", "b"}, .crls = {"c"}});
    EXPECT_EQ(items(once, "/Certs"), 2);
    EXPECT_EQ(items(once, "/CRLs"), 1);
    EXPECT_EQ(*add_validation_data(open(once), {.certificates = {"b"}, .crls = {"c"}}), once)
        << "nothing new, nothing written";
    const std::string twice =
        *add_validation_data(open(once), {.certificates = {"b", "d", "d"}, .ocsps = {"e"}});
    EXPECT_TRUE(twice.starts_with(once));
    EXPECT_TRUE(judged_good(twice));
    EXPECT_EQ(items(twice, "/Certs"), 3);
    EXPECT_EQ(items(twice, "/CRLs"), 1);
    EXPECT_EQ(items(twice, "/OCSPs"), 1);
}

TEST_F(LongTerm, a_store_of_another_program_stays_as_it_is)
{
    // Direct in the catalog, packed, with entries by signature.
    const std::string name = "/0123456789ABCDEF0123456789ABCDEF01234567";
    std::string source = with_table(
        {"<</Type/Catalog/Pages 2 0 R/DSS<</Certs[4 0 R]/VRI<<" + name + "<</Cert[4 0 R]>>>>>>>>",
         "<</Type/Pages/Kids[3 0 R]/Count 1>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
         "<</Length 4/Filter/ASCIIHexDecode>>\nstream\n6161\nendstream"});
    const auto added = add_validation_data(open(source), {.certificates = {"aa", "bb"}});
    ASSERT_TRUE(added) << added.error().message;
    EXPECT_EQ(items(*added, "/Certs"), 2) << "the one that was packed is known";
    EXPECT_TRUE(
        File::open(*added)->objects().getRoot().getKey("/DSS").getKey("/VRI").getKey(name).isDictionary());
    // Packed in a way that can't be read.
    source = with_table({"<</Type/Catalog/Pages 2 0 R/DSS<</Certs[4 0 R]>>>>",
                         "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                         "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
                         "<</Length 4/Filter/FlateDecode>>\nstream\nxxxx\nendstream"});
    EXPECT_FALSE(add_validation_data(open(source), {.certificates = {"aa"}}));
}

TEST_F(LongTerm, a_timestamp_changes_neither_page_nor_catalog_of_our_files)
{
    const std::string prepared =
        *prepare(open(plain()), {.signatures = {{"ky", {1, 350, 150, 500, 250}}}, .font = kTestFont});
    const std::string signed_once = sign(prepared, people_->leader, {.field = "ky", .certify = true});
    const std::string first = stamped(signed_once, kTestNow);
    const std::string second = stamped(first, kTestNow);
    const std::string added = second.substr(signed_once.size());
    EXPECT_EQ(added.find("/Type /Page "), std::string::npos);
    EXPECT_EQ(added.find("/Catalog"), std::string::npos);
    EXPECT_TRUE(judged_good(second));
    EXPECT_TRUE(openssl_agrees_with_timestamp(second, 1)) << read(folder_ / "openssl.words");
    EXPECT_TRUE(openssl_agrees_with_timestamp(second, 2)) << read(folder_ / "openssl.words");
}

TEST_F(LongTerm, a_timestamp_comes_into_any_form)
{
    const std::string page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]";
    const std::string pages = "<</Type/Pages/Kids[3 0 R]/Count 1>>";
    for (const std::vector<std::string>& objects :
         {std::vector<std::string>{"<</Type/Catalog/Pages 2 0 R>>", pages, page + ">>"},
          {"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[]>>>>", pages, page + "/Annots[]>>"},
          {"<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields 4 0 R>>>>", pages, page + "/Annots 5 0 R>>", "[]",
           "[]"},
          {"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>", pages, page + ">>", "<</Fields[]/SigFlags 1>>"}}) {
        const std::string bytes = stamped(with_table(objects), kTestNow);
        EXPECT_TRUE(judged_good(bytes)) << read(folder_ / "judged.pdf.words");
        EXPECT_TRUE(openssl_agrees_with_timestamp(bytes, 0)) << read(folder_ / "openssl.words");
        const File file = open(bytes);
        QPDFObjectHandle root = file.objects().getRoot();
        EXPECT_EQ(root.getKey("/AcroForm").getKey("/Fields").getArrayNItems(), 1);
        QPDFObjectHandle first = file.objects().getAllPages().front();
        EXPECT_EQ(first.getKey("/Annots").getArrayNItems(), 1);
    }
}

}  // namespace
}  // namespace lt::pdf
