// See paper.h.
#include "dossiers/results/paper.h"

#include <algorithm>

#include "directory/api.h"
#include "dossiers/letterhead.h"
#include "kit/base/text.h"
#include "kit/pdf/numbering.h"
#include "kit/pdf/places.h"

namespace lt::dossiers {

using base::msg;

namespace {

// The metric twin of Times New Roman, with all Vietnamese letters.
constexpr const char* kResultFont = "/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf";
constexpr const char* kResultItalic = "/usr/share/fonts/truetype/croscore/Tinos-Italic.ttf";
constexpr std::uint64_t kLargestResult = 100ULL << 20;  // it is held in memory as a whole
constexpr const char* kLeaderField = "ky_lanhdao";
constexpr const char* kSealField = "ky_coquan";

int year_of(base::Day day) { return static_cast<int>(std::chrono::year_month_day(day).year()); }

constexpr std::string_view kCommittee = " UBND";

// "Chủ tịch UBND" → "CHỦ TỊCH": whose, the head of the paper says. A deputy signs for the head.
std::vector<std::string> titles_of(const std::string& title)
{
    std::string upper = base::upper(title);
    if (upper.ends_with(kCommittee)) upper.resize(upper.size() - kCommittee.size());
    constexpr std::string_view kDeputy = "PHÓ ";
    if (!upper.starts_with(kDeputy)) return {upper};
    return {"KT. " + upper.substr(kDeputy.size()), upper};
}

// "CHỦ TỊCH UỶ BAN NHÂN DÂN PHƯỜNG KINH BẮC": who decides, above the grounds of a decision.
std::string authority_of(const slips::Office& office, const std::string& signer_title)
{
    std::string out = titles_of(signer_title).front();
    if (out.starts_with("KT. ")) out.erase(0, 4);
    out += " " + office.name;
    std::ranges::replace(out, '\n', ' ');
    return out;
}

pdf::Signatory signatory_of(const ResultDraft& draft, const pdf::Picture* picture)
{
    pdf::Signatory out{.name = draft.signer_name, .titles = titles_of(draft.signer_title)};
    if (picture != nullptr) out.picture_ratio = static_cast<double>(picture->width()) / picture->height();
    return out;
}

base::Result<pdf::File> open_result(Services& services, const std::string& sha256, std::uint64_t size)
{
    if (size > kLargestResult)
        return base::invalid("file", msg("Tệp lớn hơn 100 MB nên không ký số ở đây được. Giảm cỡ tệp."));
    auto file = pdf::File::open(services.blobs.get(sha256, kLargestResult));
    if (!file) return base::invalid("file", file.error().message);
    return file;
}

bool is_sure(const std::optional<pdf::Place>& place)
{
    return place && place->certainty != pdf::Certainty::assumed;
}

std::optional<base::Error> unclear(const pdf::Places& places, int year)
{
    if (places.written.number)
        return base::invalid(
            "file", msg("Tệp đã ghi sẵn số. Số được lấy khi ký: để trống chỗ sau “Số:” rồi tải lên lại."));
    if (!is_sure(places.number))
        return base::invalid(
            "file",
            msg("Không thấy chỗ ghi số trong tệp. Để trống một khoảng giữa “Số:” và ký hiệu, ví dụ “/GPXD”."));
    if (!is_sure(places.day) || !is_sure(places.month))
        return base::invalid(
            "file",
            {msg("Không thấy chỗ ghi ngày trong tệp. Để trống ngày và tháng trong dòng “ngày … tháng … năm {{year}}”."),
             {{"year", std::to_string(year)}}});
    if (places.written.year && *places.written.year != year)
        return base::invalid(
            "file", {msg("Tệp ghi năm {{written}}, số lấy hôm nay là của năm {{year}}. Lập lại dự thảo."),
                     {{"written", std::to_string(*places.written.year)}, {"year", std::to_string(year)}}});
    if (places.leader.certainty == pdf::Certainty::assumed)
        return base::invalid(
            "file",
            msg("Không thấy chỗ ký trong tệp. Cuối tệp cần có chức vụ và họ tên người ký, cách nhau đủ chỗ cho chữ ký."));
    return std::nullopt;
}

// The file as it goes to the leader, looked at: where everything goes.
base::Result<pdf::Places> places_in(const pdf::File& file, const pdf::Signatory& signatory, int year)
{
    if (pdf::claims_signatures(file))
        return base::invalid("file", msg("Tệp đã có chữ ký số. Chọn tệp chưa ký."));
    auto places = pdf::find_places(file, signatory);
    if (!places) return base::invalid("file", places.error().message);
    if (auto error = unclear(*places, year)) return *error;
    return places;
}

}  // namespace

std::string number_text(std::int64_t number, base::Day day)
{
    return pdf::number_and_date(static_cast<int>(number), day).at("so");
}

std::string draw_result(Services& services, db::Transaction& tx, const Dossier& dossier,
                        const ResultDraft& draft, const ResultTemplate& form, const FieldValues& values,
                        base::Time now)
{
    const auto directory = services.directory.snapshot();
    const directory::Agency* agency = directory->find(dossier.decides);
    CHECK(agency != nullptr);
    const VersionPtr version = version_of(services, tx, dossier.version_uid);
    CHECK(version);
    const auto& kinds = version->ready.results;
    const auto kind = std::ranges::find(kinds, draft.code, &procedures::ResultKind::code);
    const int year = year_of(base::vietnam_day(now));
    const slips::Office office = letterhead(*directory, *agency);
    const FieldValues facts{
        {"authority", authority_of(office, draft.signer_title)},
        {"dossier_code", dossier.code},
        {"agency", agency->name},
        {"received_on",
         dossier.life.received_at ? base::format_day(base::vietnam_day(*dossier.life.received_at)) : ""}};
    slips::ResultPaper paper{.office = office,
                             .form = form.form,
                             .title = form.title,
                             .heading = filled_in(form.heading, values, facts),
                             .behind_number = behind_number(kind == kinds.end() ? "" : kind->notation, year),
                             .year = year,
                             .lines = lines_of(form, values, facts),
                             .code = dossier.code,
                             .look_up =
                                 services.site.empty() ? "" : services.site + "/tra-cuu/" + dossier.code,
                             .at = now};
    for (const std::string& one : form.recipients) paper.recipients.push_back(filled_in(one, values, facts));
    for (const std::string& title : titles_of(draft.signer_title))
        paper.signer.title += (paper.signer.title.empty() ? "" : "\n") + title;
    paper.signer.name = draft.signer_name;
    return slips::result_pdf(paper);
}

std::optional<base::Error> cannot_be_signed(Services& services, const blob::Blob& blob,
                                            const ResultDraft& draft, base::Time now)
{
    const auto file = open_result(services, blob.sha256, blob.size);
    if (!file) return file.error();
    const auto places = places_in(*file, signatory_of(draft, nullptr), year_of(base::vietnam_day(now)));
    if (!places) return places.error();
    return std::nullopt;
}

base::Result<pdf::Unsigned> begin_leader_signature(Services& services, const File& stored,
                                                   const ResultDraft& draft, base::Time now,
                                                   const SignatureLook& look)
{
    CHECK(draft.issued_on);
    const base::Day day = *draft.issued_on;
    const auto file = open_result(services, stored.sha256, stored.size);
    if (!file) return file.error();
    const auto places = places_in(*file, signatory_of(draft, look.picture), year_of(day));
    if (!places) return places.error();
    const bool program = look.writer == signing::Writer::plugin;
    pdf::Form form = pdf::form_of(*places, kResultFont, kResultItalic);
    // A program brings its own field: ours would stay empty in what is issued.
    std::erase_if(form.signatures, [&](const auto& one) {
        return (one.first == kSealField && !draft.has_seal) || (one.first == kLeaderField && program);
    });
    auto prepared = pdf::prepare(*file, form);
    if (!prepared) return prepared.error();
    const auto again = pdf::File::open(*std::move(prepared));
    if (!again) return again.error();
    auto texts = pdf::number_and_date(static_cast<int>(draft.number), day);
    const auto open = pdf::open_fields(*again);
    std::erase_if(texts, [&](const auto& text) { return std::ranges::find(open, text.first) == open.end(); });
    if (program) {
        auto filled = pdf::fill_in(*again, texts);
        if (!filled) return filled.error();
        return pdf::Unsigned{.bytes = *std::move(filled)};
    }
    return pdf::begin_signature(*again, {.field = kLeaderField,
                                         .certify = look.certify,
                                         .texts = std::move(texts),
                                         .at = now,
                                         .picture = look.picture});
}

base::Result<pdf::Unsigned> begin_agency_signature(Services& services, const File& stored, base::Time now,
                                                   const SignatureLook& look)
{
    const auto file = open_result(services, stored.sha256, stored.size);
    if (!file) return file.error();
    if (look.writer == signing::Writer::here)
        return pdf::begin_signature(*file, {.field = kSealField, .at = now, .picture = look.picture});
    // The leader signed before the agency had a plug-in, which adds a field of its own.
    if (pdf::is_certified(*file))
        return base::conflict(msg(
            "Chữ ký của lãnh đạo trên kết quả này không cho thêm ô ký mới nên không đóng dấu bằng phần mềm "
            "VGCA được. Chọn chứng thư số khác của cơ quan."));
    return pdf::Unsigned{.bytes = std::string(file->bytes())};
}

}  // namespace lt::dossiers
