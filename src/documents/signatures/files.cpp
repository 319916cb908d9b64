// What both signatures do with files.
#include "documents/queries.h"
#include "documents/signatures/places.h"
#include "documents/signatures/signatures.h"
#include "kit/blob/blob.h"

namespace lt::documents {

std::vector<SignedFile> files_of(db::Transaction& tx, std::int64_t document)
{
    std::vector<SignedFile> files;
    for (const db::Row row : tx.run(sql::document_files_of, document))
        files.push_back({.uid = row["uid"].str(),
                         .name = row["name"].str(),
                         .media_type = row["media_type"].str(),
                         .sha256 = row["sha256"].str(),
                         .size = static_cast<std::uint64_t>(row["size"].int64()),
                         .signed_by = row["signed"].str_or(""),
                         .places = row["places"].str_or("")});
    return files;
}

base::Result<pdf::File> open_file(Services& services, const std::string& name, const std::string& sha256,
                                  std::uint64_t size)
{
    if (size > kSignedFileLimit)
        return base::conflict(
            {"Tệp “{{name}}” lớn hơn 100 MB nên không ký số ở đây được. Giảm cỡ tệp rồi thay.",
             {{"name", name}}});
    auto file = pdf::File::open(services.blobs.get(sha256, kSignedFileLimit));
    if (!file) return named(file.error(), name);
    return file;
}

std::optional<base::Error> check_version(const LockedDocument& document, int version)
{
    if (document.version == version) return std::nullopt;
    return base::invalid("version",
                         "Văn bản đã thay đổi sau khi bạn mở trang này. Xem lại tệp và nơi nhận rồi duyệt.");
}

std::optional<base::Error> put_content(db::Transaction& tx, const OpenFile& file, const blob::Blob& blob,
                                       Purpose purpose)
{
    blob::remember(tx, blob);
    const db::Rows rows =
        tx.run(sql::document_file_sign, file.file, file.before, blob.sha256,
               static_cast<std::int64_t>(blob.size), purpose == Purpose::leader ? "leader" : "agency");
    if (!rows.empty()) return std::nullopt;
    return base::conflict("Tệp đã thay đổi trong khi ký. Mở lại văn bản, xem lại rồi ký.");
}

base::Result<std::vector<std::string>> sign_all(Services& services, OpenSignature& signature,
                                                signing::Hand& hand)
{
    std::vector<std::string> contents;
    for (OpenFile& file : signature.files) {
        auto content = signing::put_signature(services.signing, std::move(file.open), hand);
        if (!content) return content.error();
        contents.push_back(std::move(*content));
    }
    return contents;
}

}  // namespace lt::documents
