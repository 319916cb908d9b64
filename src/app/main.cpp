// The command line of `lienthong`. Arguments go in here and nowhere else; what the commands do is in commands/ and demo/.
#include <cstdio>
#include <exception>
#include <stdexcept>

#include <CLI/CLI.hpp>

#include "app/commands.h"
#include "kit/base/log.h"

namespace {

using lt::base::Config;

struct Arguments {
    std::filesystem::path config_file{};
    std::string owner_dsn{};
    std::filesystem::path file{};
    std::vector<std::filesystem::path> files{};
    bool dry_run = false;
    int year = 0;
    std::string agency{}, name{}, login{};
    lt::app::DemoOptions demo{};
    std::uint16_t demo_port = 0;
};

// The configuration can't be used: a wrong argument, not a failure.
struct WrongConfig : std::runtime_error {
    using std::runtime_error::runtime_error;
};

Config read_config(const std::filesystem::path& file)
{
    try {
        return lt::base::load_config(file);
    } catch (const std::exception& error) {
        throw WrongConfig(error.what());
    }
}

Config config_of(const Arguments& arguments)
{
    Config config = read_config(arguments.config_file);
    lt::base::set_log_level(config.log_level);
    if (!arguments.owner_dsn.empty()) config.owner_dsn = arguments.owner_dsn;
    return config;
}

void add_demo(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* demo =
        app.add_subcommand("demo", "A province to try out, and its main journey played over HTTP");
    demo->option_defaults()->multi_option_policy(
        CLI::MultiOptionPolicy::TakeLast);  // bin/dev's own come first
    demo->add_flag("--check", arguments.demo.check, "On a free port with temporary state; stops at the end");
    demo->add_flag("--fresh", arguments.demo.fresh,
                   "A new province in place of the last one, whose data are deleted");
    demo->add_flag("!--no-journey", arguments.demo.journey, "Only prepare and serve");
    demo->add_flag("--json", arguments.demo.json, "Print address and accounts as one line of JSON");
    demo->add_option("--documents", arguments.demo.documents, "How many documents the history has");
    CLI::Option* port = demo->add_option("--port", arguments.demo_port, "0 takes a free one");
    demo->add_option("--state", arguments.demo.state, "Folder of the state; default var/demo");
    demo->callback([&arguments, &code, port] {
        if (port->count() > 0) arguments.demo.port = arguments.demo_port;
        code = lt::app::run_demo(config_of(arguments), arguments.demo);
    });
}

void add_operator_commands(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* migrate = app.add_subcommand("migrate", "Bring the database up to date");
    migrate->add_option("--owner-dsn", arguments.owner_dsn,
                        "Connection string of the role that owns the tables");
    migrate->callback([&] { code = lt::app::migrate(config_of(arguments)); });

    CLI::App* directory = app.add_subcommand("directory", "The directory of agencies")->require_subcommand(1);
    CLI::App* import =
        directory->add_subcommand("import", "Read a reviewed file of agencies (data/provinces/*.toml)");
    import->add_option("FILE", arguments.file)->required();
    import->add_flag("--dry-run", arguments.dry_run, "Say what would change, change nothing");
    import->callback(
        [&] { code = lt::app::import_directory(config_of(arguments), arguments.file, arguments.dry_run);
});

CLI::App* accounts = app.add_subcommand("accounts", "Accounts of officials")->require_subcommand(1);
CLI::App* create =
    accounts->add_subcommand("create-operator", "Make a platform operator; prints a one-time password");
create->add_option("--agency", arguments.agency, "Identity code of the agency")->required();
create->add_option("--name", arguments.name, "Full name")->required();
create->add_option("--login", arguments.login)->required();
create->callback([&] {
    code = lt::app::create_operator(config_of(arguments), arguments.agency, arguments.name, arguments.login);
});

CLI::App* audit = app.add_subcommand("audit", "The journal of acts")->require_subcommand(1);
CLI::App* verify =
    audit->add_subcommand("verify", "Recompute the chain of a year; names the first broken record");
CLI::Option* year = verify->add_option("--year", arguments.year, "Default: this year");
verify->callback([&arguments, &code, year] {
    code = lt::app::verify_audit(config_of(arguments),
                                 year->count() > 0 ? std::optional(arguments.year) : std::nullopt);
});
}  // namespace

void add_edxml(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* edxml = app.add_subcommand("edxml", "Messages of the document exchange")->require_subcommand(1);
    CLI::App* read = edxml->add_subcommand("read", "Print a message as JSON");
    read->add_option("FILE", arguments.file)->required();
    read->callback([&] { code = lt::app::read_edxml(arguments.file); });
    CLI::App* import = edxml->add_subcommand("import", "Register messages as incoming deliveries");
    import->add_option("FILE", arguments.files)->required();
    import->callback([&] { code = lt::app::import_edxml(config_of(arguments), arguments.files);
});
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app("Liên Thông: documents between the agencies of a province", "lienthong");
    Arguments arguments;
    int code = 0;
    app.require_subcommand(1);
    app.add_option("--config", arguments.config_file,
                   "Settings (TOML); each key can be overridden by LT_SECTION_KEY");
    app.add_subcommand("serve", "Run the server")->callback([&] {
        code = lt::app::serve(config_of(arguments));
    });
    app.add_subcommand("version", "Print the version")->callback([] { std::puts("lienthong " LT_VERSION); });
    add_operator_commands(app, arguments, code);
    add_edxml(app, arguments, code);
    add_demo(app, arguments, code);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 2;
    } catch (const WrongConfig& error) {
        std::fprintf(stderr, "lienthong: %s\n", error.what());
        return 2;
    } catch (const std::exception& error) {
        std::fprintf(stderr, "lienthong: %s\n", error.what());
        return 1;
    }
    return code;
}
