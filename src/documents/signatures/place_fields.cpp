// Where number, date and signatures go: found, set by hand, forgotten.
#include <algorithm>

#include "documents/drafts/steps.h"
#include "documents/lists.h"
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
#include "kit/pdf/picture.h"

namespace lt::documents {
namespace {

constexpr const char* kNotYourPlaces =
    "Vai đang làm việc không sửa được vị trí chữ ký, số và ngày của văn bản này.";
constexpr double kMillimetres = 25.4 / 72;  // a point

// A document whose places may be set by this actor now.
base::Result<DocumentView> placeable(Services& services, const Actor& actor, const std::string& uid)
{
    auto found = document(services, actor, uid);
    if (!found || !found->own) return no_such_document();
    if (!may(actor.role, DraftStep::place, found->drafter == actor.official, found->signer == actor.official))
        return base::forbidden(kNotYourPlaces);
    if (auto next = after(found->state, DraftStep::place); !next) return next.error();
    if (found->files.empty() || found->files.front().media_type != "application/pdf")
        return base::conflict(
            "Tệp đầu tiên không phải PDF nên không ký số được. Thay bằng tệp PDF rồi xem vị trí "
            "chữ ký, số và ngày.");
    return std::move(*found);
}

base::Result<pdf::File> open_main(Services& services, const FileRow& row)
{
    return open_file(services, row.name, row.sha256, row.size);
}

// As open_leader has it. The shape of the signature's image is known to the signer alone: nobody sees a colleague's key.
pdf::Signatory signatory_of(Services& services, const Actor& actor, const DocumentView& document)
{
    constexpr std::uint64_t kPictureLimit = 1 << 20;
    pdf::Signatory out{.name = document.signer_name, .titles = {document.signer_title}};
    if (document.signer != actor.official) return out;
    const auto keys = signing::keys(services.signing, scope_of(actor), actor.official);
    const auto with_picture = std::find_if(
        keys.begin(), keys.end(), [](const signing::Key& key) { return !key.picture_sha256.empty(); });
    if (with_picture == keys.end()) return out;
    const auto picture =
        pdf::Picture::from_png(services.blobs.get(with_picture->picture_sha256, kPictureLimit));
    if (picture) out.picture_ratio = static_cast<double>(picture->width()) / picture->height();
    return out;
}

std::vector<PageArea> areas_of(const pdf::File& file)
{
    std::vector<PageArea> out;
    for (const pdf::PageSize& page : pdf::page_sizes(file))
        out.push_back({page.width * kMillimetres, page.height * kMillimetres});
    return out;
}

PlaceSource source_of(pdf::Certainty certainty)
{
    switch (certainty) {
    case pdf::Certainty::found: return PlaceSource::found;
    case pdf::Certainty::derived: return PlaceSource::derived;
    case pdf::Certainty::assumed: return PlaceSource::assumed;
    }
    return PlaceSource::assumed;
}

FieldPlace field_place(std::string_view field, const std::optional<pdf::Place>& place,
                       const std::vector<PageArea>& pages, const std::string& stored)
{
    FieldPlace out{.field = std::string(field), .in_text = !place};
    const bool by_hand = is_by_hand(stored, field);
    out.source = by_hand ? PlaceSource::by_hand : PlaceSource::found;
    if (!place) return out;
    if (!by_hand) out.source = source_of(place->certainty);
    const pdf::Box& box = place->box;
    const PageArea& page = pages.at(static_cast<std::size_t>(box.page - 1));
    out.page = box.page;
    out.left = box.left * kMillimetres;
    out.top = page.height - box.top * kMillimetres;
    out.width = (box.right - box.left) * kMillimetres;
    out.height = (box.top - box.bottom) * kMillimetres;
    return out;
}

base::Result<base::Done> put(Services& services, const Actor& actor, const DocumentView& document,
                             int version, std::optional<std::string> stored, const char* action)
{
    const FileRow& file = document.files.front();
    return services.pool.retry(scope_of(actor), [&](db::Transaction& tx) -> base::Result<base::Done> {
        const auto locked = begin_step(tx, actor, document.uid, DraftStep::place, kNotYourPlaces);
        if (!locked) return locked.error();
        if (locked->version != version ||
            tx.run(sql::document_file_place, file.uid, file.sha256, stored).empty())
            return base::Error{base::Fault::conflict,
                               "version",
                               "Văn bản đã thay đổi sau khi bạn mở trang này. Xem lại các vị trí rồi lưu.",
                               {}};
        tx.send(sql::document_new_version, locked->id);
        record(tx, actor, {locked->id, document.uid, action, "", Reader::own_agency, services.clock->now()});
        tx.on_commit([&services, agency = actor.agency] { services.notify(agency, "changed", "{}"); });
        tx.commit();
        return base::Done{};
    });
}

}  // namespace

base::Result<FilePlaces> places(Services& services, const Actor& actor, const std::string& uid)
{
    const auto found = placeable(services, actor, uid);
    if (!found) return found.error();
    const FileRow& row = found->files.front();
    const auto file = open_main(services, row);
    if (!file) return file.error();
    FilePlaces out{.file = row.uid, .name = row.name, .version = found->version, .pages = areas_of(*file)};
    const pdf::Signatory signatory = signatory_of(services, actor, *found);
    auto boxes = places_of(*file, row.places, signatory);
    out.readable = static_cast<bool>(boxes);
    const pdf::Places usual = pdf::usual_places(*file, signatory);
    if (!boxes) boxes = usual;
    if (!boxes->number)
        boxes->number = usual.number;  // the file has one of its own, which is not the one it gets
    const std::array<std::optional<pdf::Place>, 6> all{boxes->number, boxes->day,    boxes->month,
                                                       boxes->year,   boxes->leader, boxes->agency};
    for (std::size_t i = 0; i < all.size(); ++i)
        out.places.push_back(field_place(kPlacedFields.at(i), all.at(i), out.pages, row.places));
    return out;
}

base::Result<base::Done> set_places(Services& services, const Actor& actor, const std::string& uid,
                                    int version, const std::vector<FieldPlace>& places)
{
    CHECK(std::equal(places.begin(), places.end(), kPlacedFields.begin(), kPlacedFields.end(),
                     [](const FieldPlace& place, std::string_view field) { return place.field == field; }));
    const auto found = placeable(services, actor, uid);
    if (!found) return found.error();
    const auto file = open_main(services, found->files.front());
    if (!file) return file.error();
    const std::vector<PageArea> pages = areas_of(*file);
    if (auto error = check_places(places, pages)) return *error;
    std::string stored = to_stored(places, pages);
    if (const auto written = pdf::written_in(*file)) stored = with_written(stored, *written);
    return put(services, actor, *found, version, stored, "placed");
}

base::Result<base::Done> forget_places(Services& services, const Actor& actor, const std::string& uid,
                                       int version)
{
    auto found = placeable(services, actor, uid);
    if (!found) return found.error();
    found->files.front().places.clear();
    const auto looked = look_for_places(services, actor, *found);
    return put(services, actor, *found, version, looked, "places_forgotten");
}

std::optional<std::string> look_for_places(Services& services, const Actor& actor,
                                           const DocumentView& document)
{
    if (document.files.empty() || document.files.front().media_type != "application/pdf") return std::nullopt;
    const auto file = open_main(services, document.files.front());
    if (!file) return std::nullopt;
    const std::string& stored = document.files.front().places;
    const pdf::Signatory signatory = signatory_of(services, actor, document);
    const auto found = places_of(*file, stored, signatory);
    return with_assumed(stored, found ? *found : pdf::usual_places(*file, signatory));
}

}  // namespace lt::documents
