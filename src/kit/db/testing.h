// For _dbtest files: one private cluster a test program, a fresh migrated database for each test.
#pragma once

#include <memory>
#include <string>

#include "kit/db/db.h"

namespace lt::db {

// What a test database holds: all tables of the product, or just the roles and the search operator.
enum class Schema : unsigned char { migrated, empty };

// Made in a test's fixture. The first one starts the cluster and migrates a template; the rest copy it (about
// 60 ms). At the end of the program the names of executed queries are appended to the file in LT_QUERY_LOG,
// if set.
class TestDatabase {
public:
    explicit TestDatabase(Schema schema = Schema::migrated);
    ~TestDatabase();
    Pool& pool();       // as lt_app, under row-level security
    Pool& superuser();  // for looking behind the policies
    std::string dsn(const std::string& role) const;
    void execute(const std::string& sql);       // as superuser, without parameters, no result
    std::string value(const std::string& sql);  // as superuser, first column of the first row, "" for none

private:
    std::unique_ptr<struct TestDatabaseState> state_;
};

}  // namespace lt::db
