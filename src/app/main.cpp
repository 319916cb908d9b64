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
    bool all = false;
    int year = 0;
    std::string agency{}, name{}, login{};
    std::filesystem::path content{}, roots{};
    std::string at{};
    lt::app::SignWish sign{};
    lt::app::DemoOptions demo{};
    std::uint16_t demo_port = 0;
    lt::app::TrustAddition trust{};
    lt::app::PkiOptions pki{};
    lt::app::ReceiptQuestion receipt{};
    std::string node{};
    std::vector<std::string> variables{};
    std::string clock{};
    std::string decision{}, expression{}, input{};
    std::string month{};
    std::string from{}, to{}, field{}, procedure{};
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
    demo->add_option("--nodes", arguments.demo.nodes,
                     "3: three provinces connected by NATS; made anew each time")
        ->check(CLI::IsMember({3U}));
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

void add_decisions(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* dmn = app.add_subcommand("dmn", "Decision models")->require_subcommand(1);
    CLI::App* decide = dmn->add_subcommand("eval", "Decide for given inputs and print the result as JSON");
    decide->add_option("FILE", arguments.file)->required();
    decide->add_option("--decision", arguments.decision, "Id or name")->required();
    decide->add_option("--input", arguments.input, "A JSON object with the input data by name");
    decide->callback(
        [&] { code = lt::app::evaluate_decision(arguments.file, arguments.decision, arguments.input); });
    CLI::App* feel =
        app.add_subcommand("feel", "The expression language of decisions")->require_subcommand(1);
    CLI::App* eval = feel->add_subcommand("eval", "Evaluate an expression and print the result as JSON");
    eval->add_option("EXPRESSION", arguments.expression)->required();
    eval->add_option("--input", arguments.input, "A JSON object with the variables");
    eval->callback([&] { code = lt::app::evaluate_feel(arguments.expression, arguments.input); });
}

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

void add_procedures(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* procedures =
        app.add_subcommand("procedures", "The catalogue of administrative procedures")->require_subcommand(1);
    CLI::App* import = procedures->add_subcommand(
        "import",
        "Read national records (JSON, an array of it or a record a line, packed by gzip or not) as drafts");
    import->add_option("FILE", arguments.files)->required();
    import->add_flag("--dry-run", arguments.dry_run, "Read and report, store nothing");
    import->callback(
        [&] { code = lt::app::import_procedures(config_of(arguments), arguments.files, arguments.dry_run);
});
CLI::App* load = procedures->add_subcommand(
    "load",
    "Put procedures of the release (all of data/procedures) in force, with their processes and decisions");
load->add_option("FILE", arguments.files);
load->callback([&] { code = lt::app::load_procedures(config_of(arguments), arguments.files); });
}

void add_dossiers(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* dossiers =
        app.add_subcommand("dossiers", "Dossiers of the one-stop desks")->require_subcommand(1);
    CLI::App* move = dossiers->add_subcommand(
        "move", "Move open dossiers of an agency that is gone to one of its successors");
    move->add_option("--from", arguments.from, "Identity code of the agency that is gone")->required();
    move->add_option("--to", arguments.to, "Identity code of the successor")->required();
    move->add_option("--field", arguments.field, "Only of the field of this name");
    move->add_option("--procedure", arguments.procedure, "Only of the procedure with this code");
    move->callback([&] {
        code = lt::app::move_dossiers(config_of(arguments), arguments.from, arguments.to, arguments.field,
                                      arguments.procedure);
    });
}

void add_indices(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* indices =
        app.add_subcommand("indices", "The index of service quality of the agencies")->require_subcommand(1);
    CLI::App* count =
        indices->add_subcommand("count", "Count a month by what has happened so far, and keep it");
    count->add_option("--month", arguments.month, "Year and month, 2026-11")->required();
    count->callback([&] { code = lt::app::count_indices(config_of(arguments), arguments.month); });
    CLI::App* recount = indices->add_subcommand(
        "recount", "Count a month again from the dossiers' histories and compare with what is kept");
    recount->add_option("--month", arguments.month, "Year and month, 2026-11")->required();
    recount->callback([&] { code = lt::app::recount_indices(config_of(arguments), arguments.month); });
}

void add_worktime(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* worktime = app.add_subcommand("worktime", "Working time")->require_subcommand(1);
    CLI::App* due = worktime->add_subcommand(
        "due",
        "Due times on the test calendars A, B and C. Reads lines \"calendar, start, duration, unit\" with tabs between, as \"B, "
        "2025-01-03T15:18, 1.5, day\"; units: hour and day of working time, calendar_day. Prints for each line the due time with 1 day "
        "= 8 h, a tab, and the due time with the calendar's own day; \"-\" twice for a line that is wrong. Exit 1 if there was one");
    due->add_flag("--batch", arguments.all, "Lines of standard input")->required();
    due->callback([&code] { code = lt::app::worktime_due(); });
}

void add_bpmn(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* bpmn = app.add_subcommand("bpmn", "Models of processes (BPMN 2.0)")->require_subcommand(1);
    CLI::App* check = bpmn->add_subcommand("check", "Check models; exit 1 when one breaks the standard");
    check->add_option("FILE", arguments.files)->required();
    check->add_flag("--each", arguments.all, "Every finding on a line of its own, warnings too");
    check->callback([&] { code = lt::app::check_models(arguments.files, arguments.all); });
    CLI::App* run =
        bpmn->add_subcommand("run", "Run a model in memory; the last line is the trace of its scripts");
    run->add_option("FILE", arguments.file)->required();
    run->add_option("--var", arguments.variables, "NAME=VALUE, once for each variable")
        ->allow_extra_args(false);
    run->add_option("--clock", arguments.clock, "virtual: time passes as fast as the model lets it")
        ->check(CLI::IsMember({std::string("virtual")}));
    run->callback([&] { code = lt::app::run_model(arguments.file, arguments.variables); });
}

void add_exchange(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* exchange = app.add_subcommand("exchange", "Messages between nodes")->require_subcommand(1);
    CLI::App* verify = exchange->add_subcommand(
        "verify",
        "Does a receipt prove that a node has the message? Exit 0 proven, 1 not, 2 unreadable or not here");
    CLI::Option* receipt_option = verify->add_option(
        "RECEIPT", arguments.receipt.what, "A file of `exchange receipt`, or the uid of a message here");
    CLI::Option* all =
        verify->add_flag("--all", arguments.all, "Every receipt that is kept here")->excludes(receipt_option);
    CLI::Option* message = verify->add_option("--message", arguments.receipt.message,
                                              "The message; default: as it is kept here");
    all->excludes(message);
    verify->add_option("--trust", arguments.receipt.trust,
                       "Folder with the node's certificate; default: of the connected nodes here");
    verify->callback([&] {
        if (arguments.receipt.what.empty() && !arguments.all) throw CLI::RequiredError("RECEIPT or --all");
        code = lt::app::verify_receipt(config_of(arguments), arguments.receipt);
    });
    CLI::App* receipt =
        exchange->add_subcommand("receipt", "Print the receipt for a message, to hand it on as proof");
    receipt->add_option("UID", arguments.receipt.what, "Of the message")->required();
    receipt->add_option("--node", arguments.node, "Whose receipt, where several nodes got the message");
    receipt->callback(
        [&] { code = lt::app::print_receipt(config_of(arguments), arguments.receipt.what, arguments.node); });
    CLI::App* trust =
        exchange->add_subcommand("trust", "Check a connected node's signatures against these certificates");
    trust->add_option("NODE", arguments.node, "Its code")->required();
    trust->add_option("FILE", arguments.file, "PEM; two certificates while it changes its key")->required();
    trust->callback(
        [&] { code = lt::app::trust_node(config_of(arguments), arguments.node, arguments.file); });
}

void add_signature(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* signature =
        app.add_subcommand("signature", "Signatures of files of any kind")->require_subcommand(1);
    CLI::App* verify = signature->add_subcommand(
        "verify",
        "Judge .p7s, .p7m, XML or ASiC-E; prints JSON; exit 0 passed, 1 failed, 3 indeterminate, 2 unreadable");
    verify->add_option("FILE", arguments.file)->required();
    verify->add_option("--content", arguments.content, "What a .p7s is over; default: its name without .p7s");
    verify->add_option("--trust", arguments.roots, "Folder of roots in place of the installation's");
    verify->add_option("--at", arguments.at, "Judge at this moment (ISO 8601); default: now");
    verify->callback([&] {
        code = lt::app::verify_signature(config_of(arguments), arguments.file, arguments.content,
                                         arguments.roots, arguments.at);
    });
    CLI::App* sign = signature->add_subcommand("sign", "Sign a file with a key in a PKCS#12 file");
    sign->add_option("FILE", arguments.sign.file)->required();
    sign->add_option("--key", arguments.sign.key, "PKCS#12 file")->required();
    sign->add_option("--password-file", arguments.sign.password,
                     "Its first line is the password; default: asked");
    sign->add_option("--output", arguments.sign.output,
                     "Default: FILE with .p7s, .p7m, .asice or .signed.xml behind");
    sign->add_option("--timestamp", arguments.sign.timestamp, "Address of a timestamp authority");
    using lt::app::SignedForm;
    const auto form = [&](const char* name, SignedForm wanted, const char* words) {
        return sign->add_flag_callback(
            name, [&arguments, wanted] { arguments.sign.form = wanted; }, words);
    };
    CLI::Option* around = form("--enveloping", SignedForm::around, "The signature around the content (.p7m)");
    CLI::Option* container =
        form("--asice", SignedForm::container, "A container with the file and its signature");
    CLI::Option* xml = form("--xml", SignedForm::xml, "Inside the XML document");
    around->excludes(container)->excludes(xml);
    container->excludes(xml);
    sign->callback([&] { code = lt::app::sign_file(config_of(arguments), arguments.sign); });
}

void add_trust(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* trust = app.add_subcommand("trust", "Roots, algorithms and revocation lists that are believed")
                          ->require_subcommand(1);
    trust->add_subcommand("list", "Print roots and algorithms with their dates")->callback([&] {
        code = lt::app::list_trust(config_of(arguments));
    });
    trust->add_subcommand("check", "Say what is missing or ends soon, and ask each timestamp authority")
        ->callback([&] { code = lt::app::check_trust(config_of(arguments)); });
    CLI::App* add = trust->add_subcommand("add", "Believe a root from now on");
    add->add_option("FILE", arguments.trust.file, "The certificate, PEM or DER")->required();
    add->add_option("--scope", arguments.trust.scope, "government, public or other")->required();
    add->add_option("--basis", arguments.trust.basis, "The legal act that says so")->required();
    add->add_option("--from", arguments.trust.from, "First day, yyyy-mm-dd; default: the certificate's");
    add->add_option("--until", arguments.trust.until, "Last day; default: the certificate's");
    add->callback([&] { code = lt::app::add_trust(config_of(arguments), arguments.trust); });
}

void add_pki(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* pki = app.add_subcommand("pki", "A certification authority to try things out; worth nothing")
                        ->require_subcommand(1);
    const auto command = [&](const char* name, const char* words, auto run) {
        CLI::App* out = pki->add_subcommand(name, words);
        out->add_option("--state", arguments.pki.state, "Its folder; default: pki in the state folder");
        out->callback([&arguments, &code, run] { code = run(config_of(arguments), arguments.pki); });
        return out;
    };
    CLI::App* demo =
        command("demo", "Run it: certificates, OCSP, revocation lists, timestamps", lt::app::run_pki_demo);
    demo->add_option("--port", arguments.pki.port, "Default: the folder's own, or a free one");
    CLI::App* issue = command(
        "issue", "Make a key and certificate as a PKCS#12 file; its password is read from standard input",
        lt::app::issue_demo_certificate);
    issue->add_option("--name", arguments.pki.name, "Of the person, or of the agency for a seal")->required();
    issue->add_option("--organisation", arguments.pki.organisation);
    issue->add_option("--kind", arguments.pki.kind, "documents, timestamps or ocsp");
    issue->add_option("--out", arguments.pki.out, "The file to make")->required();
    CLI::App* revoke =
        command("revoke", "Revoke a certificate from now on", lt::app::revoke_demo_certificate);
    revoke->add_option("SERIAL", arguments.pki.serial, "Hexadecimal, as in the register")->required();
}

void add_pdf(CLI::App& app, Arguments& arguments, int& code)
{
    CLI::App* pdf = app.add_subcommand("pdf", "Signed PDF files")->require_subcommand(1);
    CLI::App* verify = pdf->add_subcommand(
        "verify",
        "Judge the signatures; prints JSON. Exit 0 passed, 1 failed, 3 indeterminate, 2 unreadable");
    verify->add_option("FILE", arguments.file)->required();
    verify->add_option("--trust", arguments.roots,
                       "Folder of roots, revocation lists and OCSP answers to go by");
    verify->add_option("--at", arguments.at, "The moment of judgement (ISO 8601); default now");
    verify->callback([&] {
        code = lt::app::verify_pdf(config_of(arguments), arguments.file, arguments.roots, arguments.at);
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
    add_procedures(app, arguments, code);
    add_dossiers(app, arguments, code);
    add_indices(app, arguments, code);
    add_worktime(app, arguments, code);
    add_edxml(app, arguments, code);
    add_bpmn(app, arguments, code);
    add_exchange(app, arguments, code);
    add_decisions(app, arguments, code);
    add_signature(app, arguments, code);
    add_trust(app, arguments, code);
    add_pki(app, arguments, code);
    add_pdf(app, arguments, code);
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
