// Whole records of both shapes, and files of them.
#include "procedures/records/record.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include "procedures/records/source.h"

namespace lt::procedures {
namespace {

TEST(Record, OfTheExchangeIsRead)
{
    const auto read = read_record(R"({
      "MaTTHC": "1.009999", "TENTTHC": "Cấp giấy phép thử", "QUYETDINH": "1/QĐ-BXD", "YEUCAU": "Đủ 18 tuổi",
      "LINHVUCTHUCHIEN": [{"MALINHVUC": "G17-XD", "TENLINHVUC": "Xây dựng"}],
      "CAPTHUCHIEN": [{"CAPTHUCHIEN": 2, "TENCAP": "Cấp tỉnh"}, {"TENCAP": "Cấp xã"}],
      "DOITUONGTHUCHIEN": [{"TENDOITUONG": "Công dân Việt Nam"}],
      "COQUANCOTHAMQUYEN": [{"MADONVI": "H05.01", "TENDONVI": "Sở Xây dựng"}],
      "COQUANTHUCHIEN": {"TENDONVI": "Uỷ ban nhân dân cấp xã"},
      "TRINHTUTHUCHIEN": [{"TRUONGHOP": "", "TRINHTU": [{"TENTRINHTU": "Bước 1: nộp, không phụ thuộc vào địa giới hành chính"}]}],
      "CACHTHUCTHUCHIEN": [
        {"KENH": "1", "THOIGIAN": [{"THOIGIANGIAIQUYET": "15", "DONVITINH": "Ngày làm việc", "MOTA": "",
           "PHILEPHI": [{"SOTIEN": "50000", "DONVI": "Đồng", "MOTA": ""}]}]},
        {"KENH": 2, "THOIGIAN": [{"THOIGIANGIAIQUYET": 10, "DONVITINH": "Ngày", "PHILEPHI": []}]},
        {"KENH": "3", "THOIGIAN": [{"THOIGIANGIAIQUYET": "", "MOTA": "Theo lịch của hội đồng: họp sau 30 ngày, trả sau 5 ngày"}]}],
      "THANHPHANHOSO": [{"TRUONGHOP": "Nhà ở riêng lẻ", "GIAYTO": [
        {"MAGIAYTO": "G1", "TENGIAYTO": "Đơn đề nghị", "SOBANCHINH": "1", "SOBANSAO": 2, "TENMAUDON": "Mau01.docx"}]}],
      "KETQUATHUCHIEN": [{"MAKETQUA": "KQ.1", "TENKETQUA": "Giấy phép"}],
      "CANCUPHAPLY": [{"SOVANBAN": "175/2024/NĐ-CP", "TENVANBAN": "Nghị định", "COQUANBANHANH": "Chính phủ", "NGAYBANHANH": "30/12/2024"}]
    })");
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->code, "1.009999");
    EXPECT_EQ(read->field, "Xây dựng");
    EXPECT_EQ(read->levels, (std::vector{Level::province, Level::commune}));
    EXPECT_EQ(read->agencies.decides, std::vector<std::string>{"Sở Xây dựng"});
    EXPECT_EQ(read->agencies.executes, std::vector<std::string>{"Uỷ ban nhân dân cấp xã"});
    EXPECT_TRUE(read->agencies.anywhere);
    ASSERT_EQ(read->channels.size(), 3U);
    EXPECT_EQ(read->channels[0].way, Way::counter);
    EXPECT_EQ(read->channels[0].terms.at(0).durations,
              (std::vector{Duration{.amount = 15, .unit = TimeUnit::working_days}}));
    ASSERT_EQ(read->channels[0].terms[0].fees.size(), 1U);
    EXPECT_EQ(read->channels[0].terms[0].fees[0].amount, 50000);
    EXPECT_EQ(read->channels[1].terms.at(0).durations,
              (std::vector{Duration{.amount = 10, .unit = TimeUnit::days}}));
    EXPECT_EQ(read->channels[2].terms.at(0).state, TimeState::unclear);
    ASSERT_EQ(read->cases.size(), 1U);
    EXPECT_EQ(read->cases[0].name, "Nhà ở riêng lẻ");
    EXPECT_EQ(read->cases[0].papers.at(0).copies, 2);
    EXPECT_EQ(read->legal_bases.at(0).issuer, "Chính phủ");
    EXPECT_EQ(read->legal_bases[0].issued, base::parse_day("2024-12-30"));
    ASSERT_EQ(read->issues.size(), 1U);  // the council's times
    EXPECT_EQ(read->issues[0].trouble, Trouble::time_unclear);
}

TEST(Record, WithoutCodeOrNameOrThatIsNoObjectIsRefused)
{
    for (const char* text :
         {"", "[]", "7", "{", "{}", R"({"ma_thu_tuc": "1.0"})", R"({"ma_thu_tuc": 7, "ten_thu_tuc": "x"})",
          R"({"MaTTHC": "a b", "TENTTHC": "x"})", R"({"MaTTHC": null, "TENTTHC": "x"})",
          "{\"ma_thu_tuc\": \"\xFF\"}"})
        EXPECT_FALSE(read_record(text)) << text;
}

TEST(Record, WithFieldsOfOtherTypesIsReadAsFarAsItGoes)
{
    const auto published = read_record(
        R"({"ma_thu_tuc": "1.0", "ten_thu_tuc": "x", "cach_thuc_thuc_hien": 7, "thanh_phan_ho_so": null})");
    ASSERT_TRUE(published);
    EXPECT_TRUE(published->channels.empty());
    const auto exchanged =
        read_record(R"({"MaTTHC": "1.0", "TENTTHC": "x", "CACHTHUCTHUCHIEN": [7, {"KENH": "9"}, null],
        "THANHPHANHOSO": "?", "CANCUPHAPLY": [[]]})");
    ASSERT_TRUE(exchanged);
    EXPECT_FALSE(exchanged->complete());
}

class RecordFiles : public testing::Test {
protected:
    void TearDown() override { std::filesystem::remove(path_); }
    void write(const std::string& text) { std::ofstream(path_, std::ios::binary) << text; }
    void pack(const std::string& text, std::size_t cut = 0)
    {
        gzFile file = gzopen(path_.c_str(), "wb");
        ASSERT_EQ(gzwrite(file, text.data(), static_cast<unsigned>(text.size())),
                  static_cast<int>(text.size()));
        gzclose(file);
        if (cut > 0) std::filesystem::resize_file(path_, std::filesystem::file_size(path_) - cut);
    }
    // Records joined by "|", "!" for an error.
    std::string all() const
    {
        RecordFile file(path_);
        std::string out;
        while (const auto record = file.next())
            out += (out.empty() ? "" : "|") + (*record ? **record : std::string("!"));
        return out;
    }
    std::filesystem::path path_ =
        std::filesystem::temp_directory_path() / ("records_" + std::to_string(::getpid()) + ".json");
};

TEST_F(RecordFiles, OfEveryFormGiveTheirRecords)
{
    write("{\"a\":1}\n\n{\"b\":\"}\\\"{\"}\r\n{\"c\":[{}]}");
    EXPECT_EQ(all(), R"({"a":1}|{"b":"}\"{"}|{"c":[{}]})");
    write("\xEF\xBB\xBF [\n{\"a\":1},\n {\"b\":[1,2]}\n]\n");
    EXPECT_EQ(all(), R"({"a":1}|{"b":[1,2]})");
    write("{\n  \"a\": {\n    \"b\": 1\n  }\n}\n");
    EXPECT_EQ(all(), "{\n  \"a\": {\n    \"b\": 1\n  }\n}");
    write("");
    EXPECT_EQ(all(), "");
    write("[]");
    EXPECT_EQ(all(), "");
    pack("{\"a\":1}\n{\"b\":2}\n");
    EXPECT_EQ(all(), R"({"a":1}|{"b":2})");
}

TEST_F(RecordFiles, ThatAreBrokenLoseNoRecordThatIsWhole)
{
    write("{\"a\":\n{\"b\":2}\nnonsense\n}}\n{\"c\":3}\n");
    EXPECT_EQ(all(), "{\"a\":|{\"b\":2}|nonsense|}}|{\"c\":3}");
    std::string many;
    for (int i = 0; i < 5000; ++i) many += "{\"a\":" + std::to_string(i * 7919 % 5003) + "}\n";
    pack(many, 2000);
    const std::string read = all();
    EXPECT_TRUE(read.starts_with("{\"a\":0}|")) << read.substr(0, 40);
    EXPECT_TRUE(read.ends_with("|!")) << read.substr(read.size() - 40);
    EXPECT_THROW(RecordFile("/nowhere/at/all"), std::system_error);
}

TEST_F(RecordFiles, PassOverARecordThatIsTooLong)
{
    write("{\"a\":\"" + std::string(std::size_t(9) << 20, 'x') + "\"}\n{\"b\":2}\n");
    EXPECT_EQ(all(), R"(!|{"b":2})");
}

}  // namespace
}  // namespace lt::procedures
