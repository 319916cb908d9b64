// Moves a database forward: db/migrations/NNNN_verb_what.sql in order, each in its own transaction with its
// checksum.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace lt::db {

// Applies what is missing, under an advisory lock so that several servers may start at once. Throws
// std::runtime_error when an applied file was changed, a number is missing or doubled, or the database is
// newer than the files. Returns the names of the files applied now.
std::vector<std::string> migrate(const std::string& owner_dsn, const std::filesystem::path& folder);

// Runs db/bootstrap.sql (roles, the search operator) as a superuser; safe to repeat.
void bootstrap(const std::string& superuser_dsn, const std::filesystem::path& file);

}  // namespace lt::db
