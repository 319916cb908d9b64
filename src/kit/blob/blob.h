// Content-addressed files (SHA-256), encrypted at rest, durable before the transaction that names them
// commits.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::blob {

// A file as it is stored. `media_type` was found from the content (libmagic), never from the name, or is known to who wrote it.
struct Blob {
    std::string sha256{};  // 64 hexadecimal digits: its address
    std::uint64_t size = 0;
    std::string media_type{};
};

// Takes a file piece by piece with at most 1 MB in memory.
class Writer {
public:
    virtual ~Writer() = default;  // without finish(): nothing stays
    virtual void write(std::span<const std::byte> chunk) = 0;
    // Encrypted, renamed to its address, fsynced (file and folder). While the writer lives nobody takes the file away again:
    // until then a row may name it.
    virtual Blob finish() = 0;
};

// Reads any part of a stored file; detects every change of the stored bytes and throws std::runtime_error
// then.
class Reader {
public:
    virtual ~Reader() = default;
    virtual std::uint64_t size() const = 0;
    virtual std::size_t read(std::uint64_t offset, std::span<std::byte> buffer) = 0;
};

// The files under one folder. The key comes from a file of 32 random bytes, made at first use with mode 0600.
class Store {
public:
    Store(std::filesystem::path folder, std::filesystem::path key_file);
    ~Store();
    std::unique_ptr<Writer> writer();
    // Of a file whose type is certain, like a message that is read as XML next: finding it costs more than writing a short file.
    std::unique_ptr<Writer> writer(std::string media_type);
    std::unique_ptr<Reader> open(
        const std::string& sha256);  // throws std::runtime_error when it is not there
    bool contains(const std::string& sha256) const;
    Blob put(std::string_view bytes);
    std::string get(const std::string& sha256, std::uint64_t limit);  // the whole file, at most `limit` bytes

    // Removes one file at once unless `held` says that a row names it. One whose Writer still lives stays too, because a row
    // may be about to name it; then the sweep removes it.
    void remove(const std::string& sha256, const std::function<bool()>& held);

    // Removes files that no row of `blobs` names and that are older than `age`; returns how many. A file
    // younger than `age` may belong to a form that is still open.
    std::size_t sweep(db::Pool& pool, base::Time now, std::chrono::hours age);

private:
    friend class Uploads;  // keeps its partial files in the same folder under the same key
    std::unique_ptr<struct StoreState> state_;
};

// Writes the rows of `blobs` in the caller's transaction; doing it again for the same file does nothing.
void remember(db::Transaction& tx, std::span<const Blob> blobs);
void remember(db::Transaction& tx, const Blob& blob);
std::optional<Blob> find(db::Transaction& tx, const std::string& sha256);

// An unfinished resumable upload, or a finished one waiting for its form: a row of `uploads`. See uploads.h.
struct Upload {
    std::string id{};
    std::string owner{};
    std::string name{};
    std::uint64_t length = 0;
    std::uint64_t offset = 0;
    std::optional<Blob> blob{};  // when complete
    std::string metadata{};      // as the protocol sent it
    bool used = false;           // a form took it; it is kept until it expires, for that form sent twice
};

}  // namespace lt::blob
