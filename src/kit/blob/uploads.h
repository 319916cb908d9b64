// Files on their way in: resumable uploads, and complete ones that wait for the form that uses them.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "kit/base/clock.h"
#include "kit/blob/blob.h"
#include "kit/db/fwd.h"

namespace lt::blob {

// What came is encrypted on the disk and counted in the table `uploads`, so that an upload goes on after a
// restart. A complete one has its Blob at once. All of them expire.
class Uploads {
public:
    Uploads(Store& store, db::Pool& pool, std::shared_ptr<const base::Clock> clock,
            std::chrono::hours lifetime = std::chrono::hours(24));
    ~Uploads();

    Upload create(const std::string& owner, const std::string& name, std::uint64_t length,
                  const std::string& metadata = {});
    // Nothing for one that is unknown, expired or used. The caller compares the owner.
    std::optional<Upload> find(const std::string& id);

    // Takes one more piece. Nothing of it counts until commit(); dropped without it, the upload is as before.
    class Appender {
    public:
        virtual ~Appender() = default;
        virtual void write(
            std::span<const std::byte> chunk) = 0;  // std::length_error when more comes than was announced
        virtual std::uint64_t commit() = 0;         // durable; returns the new offset
    };
    // Null when `offset` is not where the upload stands, when it is complete, or when another appender works
    // on it.
    std::unique_ptr<Appender> append(const std::string& id, std::uint64_t offset);

    // Forgets an upload that no form used.
    void remove(const std::string& id);

    // Forgets a complete upload and its content at once, unless a document or another upload holds the same content.
    void discard(const std::string& id);

    // A file that came by plain multipart waits like an upload, so that a form shown again after an error
    // loses nothing. Returns its id.
    std::string adopt(const std::string& owner, const std::string& name, const Blob& blob);

    // In the transaction of the form: hands the complete upload of this owner out, once, and remembers its
    // Blob.
    struct Taken {
        Blob blob{};
        std::string name{};
    };
    std::optional<Taken> take(db::Transaction& tx, const std::string& id, const std::string& owner);

    // Removes what has expired; returns how many.
    std::size_t sweep();

private:
    std::unique_ptr<struct UploadsState> state_;
};

}  // namespace lt::blob
