#include "kit/asic/write.h"

#include <set>
#include <stdexcept>

#include <zip.h>

#include "kit/asic/archive.h"
#include "kit/asic/manifest.h"
#include "kit/base/text.h"
#include "kit/crypto/digest.h"

namespace lt::asic {
namespace {

constexpr const char* kSignatureName = "META-INF/signature.p7s";
constexpr const char* kManifestName = "META-INF/ASiCManifest.xml";
// Without ZIP64, which simple readers do not know.
constexpr std::uint64_t kMostData = 0xfff00000;

struct FreeArchive {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

// A file that libzip asks for in pieces when the archive is closed.
struct Feed {
    const Opener& open;
    std::uint64_t size = 0;
    base::Time at{};
    crypto::ByteSource source{};
    std::exception_ptr failure{};
    zip_error_t error{};
};

zip_int64_t feed(void* user, void* data, zip_uint64_t length, zip_source_cmd_t command)
{
    auto& self = *static_cast<Feed*>(user);
    const auto failed = [&] {
        zip_error_set(&self.error, ZIP_ER_READ, 0);
        return zip_int64_t{-1};
    };
    try {
        if (command == ZIP_SOURCE_SUPPORTS)
            return zip_source_make_command_bitmap(ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE,
                                                  ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE, -1);
        if (command == ZIP_SOURCE_OPEN) self.source = self.open();
        if (command == ZIP_SOURCE_READ)
            return static_cast<zip_int64_t>(
                self.source({static_cast<char*>(data), static_cast<std::size_t>(length)}));
        if (command == ZIP_SOURCE_CLOSE) self.source = nullptr;
        if (command == ZIP_SOURCE_ERROR) return zip_error_to_data(&self.error, data, length);
        if (command == ZIP_SOURCE_STAT) {
            auto* stat = static_cast<zip_stat_t*>(data);
            zip_stat_init(stat);
            stat->valid = ZIP_STAT_SIZE | ZIP_STAT_MTIME;
            stat->size = self.size;
            stat->mtime = std::chrono::system_clock::to_time_t(self.at);
            return sizeof *stat;
        }
        return 0;
    } catch (...) {
        self.failure = std::current_exception();
        return failed();
    }
}

void add(zip_t* archive, const std::string& name, Feed& content)
{
    zip_source_t* source = zip_source_function(archive, feed, &content);
    const zip_int64_t at =
        source == nullptr ? -1 : zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (at < 0 || zip_set_file_compression(archive, static_cast<zip_uint64_t>(at), ZIP_CM_STORE, 0) != 0)
        throw std::runtime_error(zip_strerror(archive));
}

Opener of_text(std::string_view text)
{
    return [text]() -> crypto::ByteSource {
        return [rest = text](std::span<char> buffer) mutable {
            const std::size_t now = rest.copy(buffer.data(), buffer.size());
            rest.remove_prefix(now);
            return now;
        };
    };
}

}  // namespace

base::Result<ContainerDraft> ContainerDraft::make(std::vector<DataFile> files)
{
    if (files.empty()) return base::invalid("file", "Chọn ít nhất một tệp để ký.");
    Manifest manifest{.signature = kSignatureName};
    ContainerDraft out;
    std::set<std::string> seen;
    std::uint64_t total = 0;
    for (const DataFile& file : files) {
        const bool reserved = file.name == "mimetype" || base::lower(file.name).starts_with("meta-inf/");
        if (reserved || !is_good_name(file.name) || file.name.back() == '/')
            return base::invalid(
                "file", {"Tên tệp “{{name}}” không dùng được trong gói ký số.", {{"name", file.name}}});
        if (!seen.insert(base::lower(base::normalise(file.name))).second)
            return base::invalid("file", {"Có hai tệp cùng tên “{{name}}”.", {{"name", file.name}}});
        crypto::Sha256 digest;
        std::uint64_t size = 0;
        std::string buffer(64U << 10U, '\0');
        const crypto::ByteSource source = file.open();
        while (const std::size_t got = source({buffer.data(), buffer.size()})) {
            digest.update(std::string_view(buffer).substr(0, got));
            size += got;
        }
        total += size;
        if (total > kMostData)
            return base::Error{
                base::Fault::too_large, "file", "Các tệp cộng lại quá lớn cho một gói ký số (4 GB).", {}};
        out.sizes_.push_back(size);
        manifest.entries.push_back({file.name, file.media_type, "SHA256", digest.finish()});
    }
    out.files_ = std::move(files);
    out.manifest_ = write_manifest(manifest);
    return out;
}

void ContainerDraft::write(const std::filesystem::path& to, std::string_view cms, base::Time at) const
{
    int code = 0;
    std::unique_ptr<zip_t, FreeArchive> archive(zip_open(to.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code));
    if (archive == nullptr) throw std::runtime_error("can't write " + to.string());
    std::vector<std::pair<std::string, Opener>> parts{{"mimetype", of_text(kMediaType)}};
    std::vector<std::uint64_t> sizes{kMediaType.size()};
    for (std::size_t i = 0; i < files_.size(); ++i) {
        parts.emplace_back(files_[i].name, files_[i].open);
        sizes.push_back(sizes_[i]);
    }
    parts.emplace_back(kManifestName, of_text(manifest_));
    sizes.push_back(manifest_.size());
    parts.emplace_back(kSignatureName, of_text(cms));
    sizes.push_back(cms.size());
    std::vector<std::unique_ptr<Feed>> feeds;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        feeds.push_back(std::make_unique<Feed>(Feed{.open = parts[i].second, .size = sizes[i], .at = at}));
        add(archive.get(), parts[i].first, *feeds.back());
    }
    // Only now the files are read and written; then the archive has its name.
    const bool done = zip_close(archive.get()) == 0;
    for (const auto& one : feeds)
        if (one->failure) std::rethrow_exception(one->failure);
    if (!done) throw std::runtime_error(zip_strerror(archive.get()));
    (void)archive.release();
}

}  // namespace lt::asic
