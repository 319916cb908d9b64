// What the command line offers. Each returns the exit code: 0 done, 1 it failed, 2 the input or the arguments are wrong.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/config.h"

namespace lt::app {

int serve(const base::Config& config);
int migrate(const base::Config& config);
int import_directory(const base::Config& config, const std::filesystem::path& file, bool dry_run);
int create_operator(const base::Config& config, const std::string& agency_code, const std::string& name,
                    const std::string& login);
int verify_audit(const base::Config& config, std::optional<int> year);
int read_edxml(const std::filesystem::path& file);  // needs no database
// National records of procedures into the catalogue, as drafts; see procedures/import.h. What was not understood goes to standard error, a
// line of JSON with the counts is the last one of standard output. `dry_run` needs no database. 1 when a record was refused, 2 for a file
// that can't be opened.
int import_procedures(const base::Config& config, const std::vector<std::filesystem::path>& files,
                      bool dry_run);
// Procedures of the release with their processes and decisions into the catalogue, in force from today; see procedures/load.h. Without files
// all of data/procedures. A line for each on standard output, the last one JSON with the counts. 2 for a file that is wrong.
int load_procedures(const base::Config& config, std::vector<std::filesystem::path> files);
// The index of QĐ 766/QĐ-TTg of a month ("2026-11"). The recount goes dossier by dossier and compares with what is kept: 1 at the first
// difference, which is named on standard error; one line of JSON with what was compared when there is none.
int count_indices(const base::Config& config, const std::string& month);
int recount_indices(const base::Config& config, const std::string& month);
// Open dossiers of an agency that is gone to one of its successors, see dossiers/linked/moves.h; of one field or procedure where it is named.
// A line of JSON with how many. 2 for an agency that is not known, not gone, or no successor.
int move_dossiers(const base::Config& config, const std::string& from, const std::string& to,
                  const std::string& field, const std::string& procedure);
// Due times for lines of standard input, see calendar/batch.h: a line of output for each line, what is wrong with its number on standard
// error. 1 when a line was wrong.
int worktime_due();
int import_edxml(const base::Config& config, const std::vector<std::filesystem::path>& files);

// Models of processes against the constraints of BPMN 2.0: one line a file, `ok` or what breaks them; with `each` every finding on a line
// of its own too. 1 when one has an error. Needs no database.
int check_models(const std::vector<std::filesystem::path>& files, bool each);

// Runs the processes of a model in memory on a virtual clock, with the work of the public benchmark's scripts; see process/sample. The
// last line printed is the trace. `variables` are "name=value"; 0 also when the model ends with an error. Needs no database.
int run_model(const std::filesystem::path& file, const std::vector<std::string>& variables);

// Signatures of files that are no PDF: .p7s beside `content`, .p7m, XML, ASiC-E. Prints JSON; 0 passed, 1 failed, 3 indeterminate, 2
// unreadable. `trust` is a folder of roots, empty for those of the installation; `at` a moment in ISO 8601, empty for now.
int verify_signature(const base::Config& config, const std::filesystem::path& file,
                     const std::filesystem::path& content, const std::filesystem::path& trust,
                     const std::string& at);

enum class SignedForm : std::uint8_t { beside, around, container, xml };
struct SignWish {
    std::filesystem::path file{};
    std::filesystem::path key{};       // PKCS#12
    std::filesystem::path password{};  // a file whose first line it is; empty: asked on the terminal
    std::filesystem::path output{};    // empty: the file's name with .p7s, .p7m, .asice or .signed.xml behind
    std::string timestamp{};           // address of an authority; empty: no timestamp
    SignedForm form = SignedForm::beside;
};
int sign_file(const base::Config& config, const SignWish& wish);

// A decision of a DMN file, or a FEEL expression, for inputs that are a JSON object (empty: none). Prints the value as JSON, warnings on
// standard error; 1 when there is none.
int evaluate_decision(const std::filesystem::path& file, const std::string& decision,
                      const std::string& json);
int evaluate_feel(const std::string& text, const std::string& json);

// Whom this installation believes; see kit/trust/load.h. None needs a database.
struct TrustAddition {
    std::filesystem::path file{};
    std::string scope{}, from{}, until{}, basis{};
};
int list_trust(const base::Config& config);
int add_trust(const base::Config& config, const TrustAddition& addition);
int check_trust(const base::Config& config);  // 1 when something is missing or will be soon

// A certification authority to try things out; see kit/pki.
struct PkiOptions {
    std::filesystem::path state{};  // empty: `pki` in the state folder
    std::uint16_t port = 0;
    std::string name{}, organisation{}, kind = "documents", serial{};
    std::filesystem::path out{};
};
int run_pki_demo(const base::Config& config, const PkiOptions& options);
int issue_demo_certificate(const base::Config& config,
                           const PkiOptions& options);  // the password is a line of standard input
int revoke_demo_certificate(const base::Config& config, const PkiOptions& options);

// Judges the signatures of a PDF file and prints the verdict as one line of JSON; needs no database. 0 all passed, 1 one failed,
// 3 it can't be said, 2 unreadable. `trust` is a folder of roots in place of the installation's, `at` an ISO 8601 time in place of now.
int verify_pdf(const base::Config& config, const std::filesystem::path& file,
               const std::filesystem::path& trust, const std::string& at);

// Receipts of other nodes; see exchange/nodes/verify.h. 0 proven, 1 not proven, 2 unreadable or not here.
struct ReceiptQuestion {
    // A file of `exchange receipt`, or the uid of a message of this installation; empty: every receipt that is kept here.
    std::string what{};
    std::filesystem::path message{};  // its bytes; empty: as they are kept here
    std::filesystem::path trust{};    // folder of certificates; empty: those of the connected nodes
};
int verify_receipt(const base::Config& config, const ReceiptQuestion& question);
int print_receipt(const base::Config& config, const std::string& message, const std::string& node);
// The certificates (PEM) that a connected node's signatures are checked against.
int trust_node(const base::Config& config, const std::string& node, const std::filesystem::path& certificate);

// See demo/demo.h.
struct DemoOptions {
    bool check = false;  // free port, temporary state, stops at the end
    bool fresh = false;  // a new province also where one is there
    bool journey = true;
    unsigned nodes = 0;  // 3: three connected provinces in place of one, see demo/nodes.h
    bool json = false;   // one line of JSON with address and accounts, for tests
    unsigned documents = 2000;
    std::optional<std::uint16_t> port{};
    std::filesystem::path state{};  // empty: var/demo
};
int run_demo(const base::Config& config, const DemoOptions& options);

// Blocks SIGINT and SIGTERM in this thread and those it starts; wait_for_stop() returns when one comes.
void block_stop_signals();
void wait_for_stop();
bool stop_asked();  // one has come already; wait_for_stop() would return at once

}  // namespace lt::app
