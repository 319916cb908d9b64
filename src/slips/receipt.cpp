// Form 01: the receipt of a dossier, in as many copies as are signed.
#include <algorithm>

#include "slips/api.h"
#include "slips/official.h"

namespace lt::slips {
namespace {

using print::Align;
using print::Gap;
using print::Paragraph;

constexpr const char* kTitle = "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ";
constexpr const char* kTitleLines = "GIẤY TIẾP NHẬN HỒ SƠ\nVÀ HẸN TRẢ KẾT QUẢ";

std::string copy_name(unsigned copy, unsigned count)
{
    if (count < 2) return "";
    const std::string name = "Liên " + std::to_string(copy);
    if (copy == 1) return name + ": Giao người nộp hồ sơ";
    return copy == 2 ? name + ": Lưu kèm hồ sơ" : name;
}

// The title in the middle of the page, the code at its right.
void draw_receipt_title(print::Document& document, const Receipt& receipt, unsigned copy, double size)
{
    const print::Style bold{.size = size, .bold = true, .align = Align::centre};
    std::vector<print::Part> middle{
        Paragraph{kTitleLines, {.size = size + 1, .bold = true, .align = Align::centre}},
        Paragraph{"Mã hồ sơ: " + receipt.dossier.code, bold}};
    if (const std::string name = copy_name(copy, receipt.count); !name.empty())
        middle.emplace_back(
            Paragraph{"(" + name + ")", {.size = size - 1, .italic = true, .align = Align::centre}});
    std::vector<print::Part> code;
    const print::Style small{.size = size - 3.5, .align = Align::centre};
    if (!receipt.look_up.empty()) {
        code.emplace_back(print::QrCode{receipt.look_up, size * 5.4, Align::centre});
        code.emplace_back(Paragraph{"Quét mã để tra cứu", small});
    } else {
        middle.emplace_back(
            Paragraph{"Tra cứu bằng mã hồ sơ ở trang “Tra cứu hồ sơ” của hệ thống một cửa", small});
    }
    document.columns({{19, {}}, {62, middle}, {19, code}}, 0);
    document.add(Gap{4});
}

std::string count_of(unsigned number) { return number == 0 ? "" : two_digits(number); }

void draw_papers(print::Document& document, const std::vector<Paper>& papers, double size)
{
    if (papers.empty()) {
        document.fields({{"Thành phần hồ sơ nộp gồm", "Không có giấy tờ kèm theo"}});
        return;
    }
    document.add(Paragraph{"Thành phần hồ sơ nộp gồm:", {.below = 2}});
    const bool notes =
        std::any_of(papers.begin(), papers.end(), [](const Paper& p) { return !p.note.empty(); });
    std::vector<print::TableColumn> columns{{7, Align::centre},
                                            {notes ? 42.0 : 57.0},
                                            {12, Align::centre},
                                            {12, Align::centre},
                                            {12, Align::centre}};
    print::Row head{"STT", "Tên giấy tờ", "Bản chính", "Bản chứng thực", "Bản sao"};
    if (notes) {
        columns.push_back({15});
        head.emplace_back("Ghi chú");
    }
    document.table(columns, {head}, size - 1);
    for (std::size_t i = 0; i < papers.size(); ++i) {
        const Paper& paper = papers[i];
        print::Row row{std::to_string(i + 1), paper.name};
        if (paper.electronic) {
            row.push_back({"Bản điện tử", 3});
        } else {
            for (const unsigned number : {paper.originals, paper.certified, paper.copies})
                row.emplace_back(count_of(number));
        }
        if (notes) row.emplace_back(paper.note);
        document.row(row);
    }
    document.add(Gap{4});
}

// "7K2M9QXA" as it is read out and typed: "7K2M-9QXA".
std::string in_halves(const std::string& code)
{
    return code.substr(0, code.size() / 2) + "-" + code.substr(code.size() / 2);
}

void draw_times(print::Document& document, const Receipt& receipt, unsigned copy)
{
    document.fields(
        {{"Số lượng hồ sơ", two_digits(receipt.sets) + " bộ", 2}, {"Phí, lệ phí", receipt.fee, 3}});
    document.fields({{"Thời gian giải quyết hồ sơ theo quy định", receipt.duration}});
    document.fields({{"Thời gian nhận hồ sơ", in_words_or(receipt.dossier.received_at, "")}});
    document.fields({{"Thời gian trả kết quả giải quyết hồ sơ",
                      in_words_or(receipt.dossier.due_at, "Sẽ được thông báo sau")}});
    document.fields({{"Nơi nhận kết quả", receipt.result_place}});
    if (copy == 1 && !receipt.collect.empty())
        document.fields({{"Mã tải bản điện tử của kết quả ở trang tra cứu", in_halves(receipt.collect)}});
    if (!receipt.book.empty() || !receipt.book_number.empty())
        document.fields(
            {{"Vào Sổ theo dõi hồ sơ, quyển số", receipt.book, 3}, {"Số thứ tự", receipt.book_number, 2}});
}

void draw_copy(print::Document& document, const Receipt& receipt, unsigned copy, double size)
{
    const Dossier& dossier = receipt.dossier;
    draw_heading(document, receipt.heading, size);
    draw_receipt_title(document, receipt, copy, size);
    document.add(Paragraph{receipt.heading.office.spoken, {.bold = true, .below = 3}});
    draw_person(document, "Tiếp nhận hồ sơ của", dossier.applicant);
    if (!dossier.owner.empty()) {
        document.fields({{"Chủ hồ sơ", dossier.owner}});
        if (!dossier.owner_address.empty()) document.fields({{"Địa chỉ chủ hồ sơ", dossier.owner_address}});
    }
    document.fields({{"Nội dung yêu cầu giải quyết", dossier.request}});
    draw_papers(document, receipt.papers, size);
    draw_times(document, receipt, copy);
    draw_signatures(document,
                    {{"NGƯỜI NỘP HỒ SƠ", kSignAndName, dossier.applicant.name},
                     {"NGƯỜI TIẾP NHẬN HỒ SƠ", kSignAndName, receipt.receiver}},
                    size);
    if (receipt.count < 2) return;
    document.add(Gap{size * 0.4});
    document.add(Paragraph{"Ghi chú: Giấy tiếp nhận hồ sơ và hẹn trả kết quả được lập thành " +
                               two_digits(receipt.count) +
                               " liên; một liên giao cho người nộp hồ sơ, một liên lưu kèm theo hồ sơ.",
                           {.size = size - 2, .italic = true}});
}

}  // namespace

std::string receipt_pdf(const Receipt& receipt)
{
    const unsigned count = std::max(1U, receipt.count);
    const auto draw = [&](print::Sheet sheet, double size) {
        auto document = std::make_unique<print::Document>(about(receipt.heading, kTitle, sheet, size));
        for (unsigned copy = 1; copy <= count; ++copy) {
            if (copy > 1) document->begin_copy();
            draw_copy(*document, receipt, copy, size);
        }
        return document;
    };
    if (receipt.copies == Copies::beside_each_other && count > 1) {
        const auto small = draw(print::Sheet::a4_two_a5, 10);
        // A copy that goes on on the other half would be cut in two.
        if (small->pages() == count) return small->finish();
    }
    return draw(print::Sheet::a4, 13)->finish();
}

}  // namespace lt::slips
