// The folder of stored files: aa/bbbb… by address, staging/ for what is not finished.
#include <cstring>
#include <stdexcept>
#include <vector>

#include <sodium.h>

#include "kit/base/ids.h"
#include "kit/blob/blob.h"
#include "kit/blob/store_state.h"
#include "kit/blob/stored_file.h"
#include "kit/crypto/digest.h"

namespace lt::blob {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kTypeHead = 64 * 1024;

bool is_address(const std::string& text)
{
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

std::string to_raw(const std::string& hex)
{
    std::string raw(hex.size() / 2, '\0');
    for (std::size_t i = 0; i < raw.size(); ++i) {
        raw[i] = static_cast<char>(std::stoi(hex.substr(2 * i, 2), nullptr, 16));
    }
    return raw;
}

bool has_stored_files(const fs::path& folder)
{
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.is_directory() && entry.path().filename() != "staging") return true;
    }
    return false;
}

Key read_key(const fs::path& file, const fs::path& folder)
{
    Key key{};
    if (!fs::exists(file)) {
        // A fresh key would make all files that are there unreadable, and nobody would notice at once.
        if (has_stored_files(folder))
            throw std::runtime_error("the key file " + file.string() + " is missing");
        randombytes_buf(key.data(), key.size());
        const fs::path fresh = file.string() + "." + base::random_hex(4);
        {
            const File out = File::create(fresh);
            out.write_at(0, std::as_bytes(std::span(key)));
            out.sync();
        }
        std::error_code taken;  // by another process that started at the same time: its key is the one
        fs::create_hard_link(fresh, file, taken);
        fs::remove(fresh);
        File::open_folder(fs::absolute(file).parent_path()).sync();
    }
    const File in = File::open(file);
    if (in.size() != key.size() || in.read_at(0, std::as_writable_bytes(std::span(key))) != key.size()) {
        throw std::runtime_error("the key file " + file.string() + " does not hold 32 bytes");
    }
    return key;
}

class StoreWriter final : public Writer {
public:
    StoreWriter(StoreState& store, std::string media_type)
        : store_(store), media_type_(std::move(media_type)),
          path_(store.staging() / ("w" + base::random_hex(16))), file_(File::create(path_)),
          content_(file_, store.key)
    {
    }

    ~StoreWriter() override
    {
        std::error_code ignored;  // what stays behind is swept
        if (!path_.empty()) fs::remove(path_, ignored);
    }

    void write(std::span<const std::byte> chunk) override
    {
        digest_.update(chunk);
        content_.write(chunk);
        if (!media_type_.empty()) return;
        const std::size_t missing = std::min(chunk.size(), kTypeHead - head_.size());
        head_.insert(head_.end(), chunk.begin(), chunk.begin() + static_cast<std::ptrdiff_t>(missing));
    }

    Blob finish() override
    {
        const std::string raw = digest_.finish();
        Blob blob{base::to_hex(raw), content_.size(), media_type_};
        content_.finish(as_bytes(raw));
        if (blob.media_type.empty()) {
            StoredFileReader reader(File::open(path_), store_.key, raw, path_.string());
            blob.media_type = store_.media_types.of(head_, reader);
        }
        file_.sync();
        place(blob);
        return blob;
    }

private:
    void place(const Blob& blob)
    {
        const fs::path target = store_.path_of(blob.sha256);
        make_folder(target.parent_path());
        const File folder = File::open_folder(target.parent_path());
        // Against whoever removes files, which must not be one just found here, and a second writer of the same
        // content.
        folder.lock();
        std::error_code none;
        if (fs::file_size(target, none) == stored_size(blob.size) && !none) {
            touch(target);
            fs::remove(path_);
            file_ = File::open(target);
            file_.lock_shared();
        } else {
            file_.lock_shared();
            fs::rename(path_, target);
            folder.sync();
        }
        path_.clear();
    }

    StoreState& store_;
    std::string media_type_;  // empty: found from the content
    fs::path path_;           // empty when nothing is left to remove
    File file_;               // in the end the stored file, with a shared lock: see Store::remove
    StoredFileWriter content_;
    crypto::Sha256 digest_{};
    std::vector<std::byte> head_{};
};

}  // namespace

Store::Store(fs::path folder, fs::path key_file)
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't start");
    fs::create_directories(folder);
    make_folder(folder / "staging");
    state_ = std::make_unique<StoreState>();
    state_->folder = std::move(folder);
    state_->key = read_key(key_file, state_->folder);
}

Store::~Store() { sodium_memzero(state_->key.data(), state_->key.size()); }

std::unique_ptr<Writer> Store::writer() { return writer({}); }

std::unique_ptr<Writer> Store::writer(std::string media_type)
{
    return std::make_unique<StoreWriter>(*state_, std::move(media_type));
}

std::unique_ptr<Reader> Store::open(const std::string& sha256)
{
    if (!contains(sha256)) throw std::runtime_error("there is no stored file " + sha256);
    return std::make_unique<StoredFileReader>(File::open(state_->path_of(sha256)), state_->key,
                                              to_raw(sha256), sha256);
}

bool Store::contains(const std::string& sha256) const
{
    return is_address(sha256) && fs::is_regular_file(state_->path_of(sha256));
}

void Store::remove(const std::string& sha256, const std::function<bool()>& held)
{
    if (!contains(sha256)) return;
    const fs::path path = state_->path_of(sha256);
    const File folder = File::open_folder(path.parent_path());
    folder.lock();
    if (contains(sha256) && File::open(path).try_lock() && !held()) fs::remove(path);
}

Blob Store::put(std::string_view bytes)
{
    const auto out = writer();
    out->write(as_bytes(bytes));
    return out->finish();
}

std::string Store::get(const std::string& sha256, std::uint64_t limit)
{
    const auto reader = open(sha256);
    if (reader->size() > limit)
        throw std::length_error("stored file " + sha256 + " is larger than expected here");
    std::string bytes(static_cast<std::size_t>(reader->size()), '\0');
    reader->read(0, std::as_writable_bytes(std::span(bytes.data(), bytes.size())));
    return bytes;
}

}  // namespace lt::blob
