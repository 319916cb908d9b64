// Commands of the operator on the database: migrate, directory import, accounts create-operator, audit verify.
#include "app/database.h"

#include <cstdio>
#include <fstream>

#include "accounts/setup.h"
#include "app/commands.h"
#include "app/services.h"
#include "directory/import.h"
#include "kit/audit/audit.h"

namespace lt::app {
namespace {

int say(int code, const std::string& out, const std::string& err)
{
    std::fputs(out.c_str(), stdout);
    std::fputs(err.c_str(), stderr);
    return code;
}

}  // namespace

int migrate(const base::Config& config)
{
    if (!config.dsn.empty() && config.owner_dsn.empty()) {
        return say(2, "",
                   "migrate: database.owner_dsn (or --owner-dsn) is needed: the role that owns the tables\n");
    }
    const Database database(config, {.prepare = Prepare::migrate});
    for (const std::string& name : database.applied()) std::printf("applied %s\n", name.c_str());
    std::printf("the database is up to date\n");
    return 0;
}

int import_directory(const base::Config& config, const std::filesystem::path& file, bool dry_run)
{
    Database database(config, {.prepare = Prepare::migrate});
    std::string out;
    std::string err;
    const int code =
        directory::import_command(database.pool(), base::SystemClock(), file,
                                  dry_run ? directory::Run::dry : directory::Run::real, out, err);
    return say(code, out, err);
}

int create_operator(const base::Config& config, const std::string& agency_code, const std::string& name,
                    const std::string& login)
{
    Database database(config, {.prepare = Prepare::migrate});
    std::string out;
    std::string err;
    const int code = accounts::create_operator_command(
        database.pool(), base::SystemClock(), {.agency_code = agency_code, .name = name, .login = login},
        account_key_file(config), out, err);
    return say(code, out, err);
}

int verify_audit(const base::Config& config, std::optional<int> year)
{
    Database database(config, {.prepare = Prepare::nothing});
    const base::SystemClock clock;
    const int asked =
        year.value_or(static_cast<int>(std::chrono::year_month_day(base::vietnam_day(clock.now())).year()));
    const audit::Report report = audit::verify(database.pool(), asked);
    if (report.first_broken) {
        std::printf("audit %d: BROKEN at record %lld: %s (%llu records, %llu seals checked before)\n", asked,
                    static_cast<long long>(*report.first_broken), report.reason.c_str(),
                    static_cast<unsigned long long>(report.rows),
                    static_cast<unsigned long long>(report.seals));
        return 1;
    }
    std::printf("audit %d: %llu records in %llu seals are whole, %llu not sealed yet\n", asked,
                static_cast<unsigned long long>(report.rows), static_cast<unsigned long long>(report.seals),
                static_cast<unsigned long long>(report.unsealed));
    return 0;
}

}  // namespace lt::app
