// Resumable uploads by the tus 1.0 protocol (https://tus.io): core, creation, termination, checksum.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "kit/http/router.h"

namespace lt::http {

struct PartialUpload {
    std::string id{};     // unguessable; part of the URL
    std::string owner{};  // User::log_name of who began it; nobody else may go on with it
    std::uint64_t length = 0;
    std::uint64_t offset = 0;
    std::string metadata{};  // Upload-Metadata as sent
};

// Keeps what has arrived so far; survives a restart of the server. Implemented in kit/blob, wired by the app.
class TusStore {
public:
    virtual ~TusStore() = default;
    // Refused when the owner has too much waiting already.
    virtual base::Result<PartialUpload> create(const std::string& owner, std::uint64_t length,
                                               const std::string& metadata) = 0;
    virtual std::optional<PartialUpload> find(const std::string& id) = 0;
    // Appends one PATCH body piece by piece: nothing of it counts until commit(), which is durable and
    // returns the new offset. Dropping the writer forgets the pieces (checksum mismatch) — but a broken
    // connection commits what came.
    class Writer {
    public:
        virtual ~Writer() = default;
        virtual void write(std::span<const std::byte> chunk) = 0;
        virtual std::uint64_t commit() = 0;
    };
    // Null where the upload is complete, is written to elsewhere, or has another offset by now.
    virtual std::unique_ptr<Writer> append(const std::string& id, std::uint64_t offset) = 0;
    virtual void remove(const std::string& id) = 0;
};

// Adds the routes below `prefix` ("/uploads"). Unsafe requests carry the CSRF token as X-CSRF-Token.
void add_tus_routes(Router& router, const std::string& prefix, const Access& access,
                    std::shared_ptr<TusStore> store, std::uint64_t limit);

}  // namespace lt::http
