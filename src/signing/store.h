// Rows of signing keys in and out. Knows SQL and nothing of who may do what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "kit/db/db.h"
#include "signing/api.h"

namespace lt::signing::store {

std::vector<Key> keys(db::Transaction& tx, std::int64_t agency, std::int64_t official);
std::optional<Key> find(db::Transaction& tx, std::int64_t agency, std::int64_t official,
                        const std::string& uid);
// False when it has ended meanwhile. Held until the end of the transaction.
bool lock(db::Transaction& tx, std::int64_t key);

// The key's `id` and `created_at` are left alone. False: the owner has a key with this certificate.
bool add(db::Transaction& tx, const Key& key, base::Time now);
void end(db::Transaction& tx, std::int64_t key, base::Time now);
void set_picture(db::Transaction& tx, std::int64_t key, const std::optional<std::string>& sha256);
void forget_file(db::Transaction& tx, const std::string& sha256);

// When the last wrong PINs were given, the newest first, as far as they count.
std::vector<base::Time> failures(db::Transaction& tx, const Key& key);
void add_failure(db::Transaction& tx, const Key& key, base::Time now);

std::string agency_code(db::Transaction& tx);  // of the scope's agency
std::string official_name(db::Transaction& tx, std::int64_t official);

// What happened to a key, for the journal.
void note(db::Transaction& tx, const char* action, const Key& key, base::Time now);

}  // namespace lt::signing::store
