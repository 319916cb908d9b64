// Times in prose, and a cell beside its remark.
#include "procedures/records/durations.h"

#include <gtest/gtest.h>

namespace lt::procedures {
namespace {

// "3 working_days; 23 days [trường hợp phải xác minh]", "unclear".
std::string shown(const std::vector<Duration>& durations)
{
    std::string out;
    for (const Duration& one : durations) {
        if (!out.empty()) out += "; ";
        if (one.unit != TimeUnit::same_day) out += std::to_string(one.amount) + " ";
        out += to_text(one.unit);
        if (one.cutoff_hour > 0) out += " until " + std::to_string(one.cutoff_hour);
        if (!one.condition.empty()) out += " [" + one.condition + "]";
    }
    return out;
}

std::string times(std::string_view prose)
{
    const ReadTimes read = read_times(prose);
    return read.state == TimeState::stated ? shown(read.durations) : std::string(to_text(read.state));
}

struct Sentence {
    const char* prose;
    const char* times;
};

TEST(Times, AreReadFromSentences)
{
    const Sentence sentences[] = {
        {"03 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ", "3 working_days"},
        {"Trong thời hạn 07 ngày làm việc kể từ ngày nhận được đầy đủ hồ sơ hợp lệ.", "7 working_days"},
        {"Không quá 35 ngày, kể từ ngày nhận đủ hồ sơ hợp lệ", "35 days"},
        {"05 (năm) ngày làm việc kể từ ngày nhận hồ sơ hợp lệ.", "5 working_days"},
        {"ba (03) ngày làm việc", "3 working_days"},
        {"mười lăm ngày", "15 days"},
        {"Ba mươi (30) ngày", "30 days"},
        {"* Thời hạn giải quyết: 26 ngày làm việc, kể từ ngày nhận được hồ sơ.", "26 working_days"},
        {"- Thời hạn giải quyết:\n- 15 ngày", "15 days"},
        {"Tối đa 8 giờ làm việc", "8 working_hours"},
        {"02 giờ", "2 hours"},
        {"06 tháng kể từ ngày nhận đủ hồ sơ", "6 months"},
        {"Trong ngày", "same_day"},
        {"Ngay trong ngày làm việc", "same_day"},
        {"Trong ngày; nhận hồ sơ sau 15 giờ thì trả kết quả trong ngày làm việc tiếp theo",
         "same_day until 15"},
        {"Ngay trong ngày tiếp nhận hồ sơ, trường hợp nhận hồ sơ sau 15 giờ mà không giải quyết được ngay thì trả kết quả trong ngày làm "
         "việc tiếp theo.",
         "same_day until 15"},
        {"15 ngày đối với nhà ở riêng lẻ; 20 ngày đối với trường hợp còn lại",
         "15 days [đối với nhà ở riêng lẻ]; 20 days [đối với trường hợp còn lại]"},
        {"- 01 ngày đối với đám tang\n- 05 ngày làm việc đối với các trường hợp khác kể từ khi tiếp nhận hồ sơ",
         "1 days [đối với đám tang]; 5 working_days [đối với các trường hợp khác]"},
        {"16 ngày làm việc đối với công trình cấp I, cấp đặc biệt và 12 ngày làm việc đối với công trình còn lại kể từ ngày tiếp nhận",
         "16 working_days [đối với công trình cấp I, cấp đặc biệt]; 12 working_days [đối với công trình còn lại]"},
        {"03 ngày làm việc; trường hợp phải xác minh thì thời hạn giải quyết không quá 23 ngày",
         "3 working_days; 23 days [trường hợp phải xác minh]"},
        {"đối với cấp mới là 04 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ; cấp lại trong thời hạn 02 ngày làm việc kể từ ngày nhận "
         "được đơn đề nghị",
         "4 working_days [đối với cấp mới]; 2 working_days [cấp lại]"},
        {"05 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ, hợp lệ và phí (nếu có)", "5 working_days"},
        {"09 ngày làm việc (không tính thời gian hoàn thiện hồ sơ trong trường hợp có văn bản đề nghị)",
         "9 working_days"},
        {"15 ngày (đối với nhà ở riêng lẻ), kể từ ngày nhận đủ hồ sơ", "15 days [đối với nhà ở riêng lẻ]"},
        {"Không quy định", "not_fixed"},
        {"Nộp trực tiếp tại trụ sở Công an cấp xã", "absent"},
        {"", "absent"},
    };
    for (const Sentence& sentence : sentences)
        EXPECT_EQ(times(sentence.prose), sentence.times) << sentence.prose;
}

TEST(Times, OfAStepOrInASumAreNotTaken)
{
    for (
        const char* prose : {
            "Bộ phận một cửa: tổ chức tiếp nhận, kiểm tra hồ sơ trong thời hạn 02 ngày làm việc.",
            "Thời gian giải quyết 15 ngày làm việc và 47 ngày.",
            "- Thời hạn tiếp nhận và kiểm tra hồ sơ: 03 ngày làm việc;\n- Thời hạn thẩm định hồ sơ: 50 ngày",
            "08 ngày làm việc để thẩm định hồ sơ; 08 ngày làm việc để cấp phép",
            "03 ngày làm việc; 05 ngày làm việc",              // two for every case
            "a) Đối với cơ sở sản xuất:\n- 05 ngày làm việc",  // the heading would be lost
            "05 (ba) ngày làm việc; 03 ngày",  // number and words disagree, so one of the two is left
            "giải quyết hồ sơ theo lịch trong ngày",
            "Trong thời hạn 10 ngày làm việc, kể từ ngày nhận đủ hồ sơ, Cục Hàng hải thẩm định hồ sơ, nếu đủ điều kiện thì báo cáo",
            "Trường hợp mất biển số thì thời hạn xác minh khi giải quyết thủ tục là 30 ngày",
        })
        EXPECT_NE(read_times(prose).state, TimeState::stated) << prose;
}

TEST(Times, AreNoDatesAndNoHoursOfTheDay)
{
    EXPECT_EQ(
        shown(times_named("ngày 30 tháng 6 năm 2025, Thông tư 64/2025, từ 7 giờ đến 15 giờ, thứ 2 ngày đầu")),
        "");
    EXPECT_EQ(shown(times_named("niêm yết 15 ngày, xác minh 20 (hai mươi) ngày làm việc")),
              "15 days; 20 working_days");
}

struct Cell {
    const char* cell;
    const char* note;
    const char* times;
    const char* trouble;
};

TEST(Times, OfACellAreSettledWithItsRemark)
{
    const Cell cells[] = {
        {"3 Ngày làm việc", "", "3 working_days", ""},
        {"45 Ngày", "Nộp tại Sở Xây dựng", "45 days", ""},
        {"8 Giờ", "Không quá 8 giờ làm việc, kể từ khi nhận đủ hồ sơ", "8 working_hours", ""},
        {"7 Ngày", "07 ngày làm việc, kể từ ngày nhận đủ hồ sơ", "7 working_days", "times_disagree"},
        {"30 Ngày làm việc", "trong thời hạn 30 ngày kể từ ngày tiếp nhận", "30 working_days",
         "times_disagree"},
        {"5", "", "5 unstated", "time_without_unit"},
        {"15", "Trả kết quả trong 15 ngày làm việc", "15 working_days", ""},
        {"1", "Trong ngày; nhận sau 15 giờ thì trả trong ngày làm việc tiếp theo", "same_day until 15", ""},
        {"5 Ngày làm việc", "- 01 ngày đối với đám tang\n- 05 ngày làm việc đối với các trường hợp khác",
         "1 days [đối với đám tang]; 5 working_days [đối với các trường hợp khác]", ""},
        {"6 Ngày làm việc",
         "Đối với hồ sơ thuộc diện hoàn thuế trước: Chậm nhất 06 ngày làm việc kể từ ngày có thông báo.",
         "6 working_days [Đối với hồ sơ thuộc diện hoàn thuế trước]", ""},
        {"26 Ngày làm việc",
         "- Thời hạn kiểm tra hồ sơ: 03 ngày làm việc;\n- Thời hạn thẩm định: 23 ngày làm việc",
         "26 working_days", "other_times"},
        {"Không có thông tin", "05 ngày làm việc kể từ ngày nhận được hồ sơ đầy đủ", "5 working_days", ""},
        {"Không có thông tin", "Bước 1 trong 02 ngày; bước 2 trong 05 ngày", "unclear", "time_unclear"},
        {"Không có thông tin", "", "absent", ""},
        {"Không quy định", "", "not_fixed", ""},
        {"Không phải trả kết quả cho người nộp thuế", "", "no_result", ""},
        {"Theo lịch của hội đồng", "", "unclear", "time_unclear"},
        {"03 ngày làm việc kể từ ngày nhận đủ hồ sơ", "", "3 working_days", ""},
    };
    for (const Cell& one : cells) {
        Term term{.note = one.note};
        Procedure procedure;
        settle_times(read_time_cell(one.cell), term, procedure);
        const std::string read =
            term.state == TimeState::stated ? shown(term.durations) : std::string(to_text(term.state));
        EXPECT_EQ(read, one.times) << one.cell << " | " << one.note;
        const std::string trouble(procedure.issues.empty() ? "" : to_text(procedure.issues[0].trouble));
        EXPECT_EQ(trouble, one.trouble) << one.cell << " | " << one.note;
        EXPECT_FALSE(term.state == TimeState::unclear && term.time_text.empty());
    }
}

}  // namespace
}  // namespace lt::procedures
