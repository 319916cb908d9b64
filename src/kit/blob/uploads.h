// Files on their way in: resumable uploads, and complete ones that wait for the form that uses them.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "kit/blob/blob.h"
#include "kit/db/fwd.h"

namespace lt::blob {

// What may wait for the forms of one owner, and for how long. An unfinished upload counts with all that was announced.
struct Waiting {
    unsigned files = 100;
    std::uint64_t bytes = 2ull << 30;
    std::chrono::hours lifetime{24};
};

// What came is encrypted on the disk and counted in the table `uploads`, so that an upload goes on after a
// restart. A complete one has its Blob at once. All of them expire.
class Uploads {
public:
    Uploads(Store& store, db::Pool& pool, std::shared_ptr<const base::Clock> clock, Waiting waiting = {});
    ~Uploads();

    // Refused (too_large, field "files") when more would wait for the owner than may.
    base::Result<Upload> create(const std::string& owner, const std::string& name, std::uint64_t length,
                                const std::string& metadata = {});
    // Nothing for one that is unknown or expired. The caller compares the owner.
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
    // loses nothing. Gives its id, or refuses as create() does; then nothing of the content stays.
    base::Result<std::string> adopt(const std::string& owner, const std::string& name, std::uint64_t length,
                                    Writer& content);

    // Room on the disk for a file that arrives before anybody knows how long it is. All that arrives for one owner at a time has
    // as much room as may wait; it is given back at the end.
    class Arrival {
    public:
        virtual ~Arrival() = default;
        virtual std::optional<base::Error> grow(std::uint64_t bytes) = 0;  // too_large, field "files"
    };
    std::unique_ptr<Arrival> arrive(const std::string& owner);

    // Removes what has expired; returns how many.
    std::size_t sweep();

private:
    std::unique_ptr<struct UploadsState> state_;
};

// In the transaction of a form: from its commit on these complete uploads serve no other one. Gives those that can't
// serve this one either, because another form has used them or they have expired.
std::vector<std::string> use(db::Transaction& tx, const std::vector<std::string>& ids, base::Time now);

}  // namespace lt::blob
