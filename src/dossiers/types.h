// What a dossier consists of, as values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dossiers/life/dossier.h"
#include "kit/base/clock.h"
#include "procedures/api.h"

namespace lt::dossiers {

using procedures::Way;

enum class OwnerKind : std::uint8_t { person, enterprise, organisation };
std::string_view to_text(OwnerKind kind);
std::optional<OwnerKind> owner_kind_from(std::string_view text);

// Whose matter it is, or who hands it in for them: as they stood when the dossier was received.
struct Person {
    OwnerKind kind = OwnerKind::person;
    std::string number{};  // 12 digits of a person; code of an enterprise or organisation; may be empty
    std::string name{};
    std::optional<base::Day> born_on{};
    std::string sex{};  // "", "male", "female"
    std::string phone{};
    std::string email{};
    std::string commune{};  // code of the unit
    std::string address{};

    bool operator==(const Person&) const = default;
};
std::string to_json(const Person& person);
Person person_from_json(std::string_view json);

// How the result comes back.
enum class Delivery : std::uint8_t { desk, post, electronic };
std::string_view to_text(Delivery delivery);
std::optional<Delivery> delivery_from(std::string_view text);
const char* words_of(Delivery delivery);
const char* words_of(Way way);
Way way_from(std::string_view text);  // of the database; else throws base::Bug

// A file of a dossier: already durable in the blob store.
struct File {
    std::string uid{};
    int paper = -1;      // no. of the paper it is a scan of; -1: of none
    std::string kind{};  // "paper", "draft", "result", "other"
    std::string name{};
    std::string media_type{};
    std::uint64_t size = 0;
    std::string sha256{};
    std::string verdict{};  // indication of the signatures in it; "": not judged
    std::optional<base::Time> replaced_at{};
    base::Time added_at{};
    std::int64_t added_by = 0;  // official; 0: the platform
};

struct Paper {
    int no = 0;
    std::string code{};
    std::string name{};
    bool required = true;
    int originals = 0, certified = 0, copies = 0;  // handed in
    std::string source = "brought";                // "vault", "database"
    std::string type{};                            // by which the data vault knows it
    std::string missing{};                         // what a supplement asks for
};

struct Fee {
    int no = 0;
    std::string code{};
    std::string name{};
    std::int64_t amount = 0;  // đồng
    bool at_reception = true;
    std::string basis{};
    std::string state{};  // "due", "paid", "waived", "refunded"
    std::string means{};  // "cash", "transfer", "online"
    std::string receipt{};
    std::optional<base::Time> paid_at{};
    std::int64_t paid_by = 0;  // official who took it
};

struct Outcome {
    int no = 0;
    std::string code{};
    std::string name{};
    std::string number{};
    std::optional<base::Day> issued_on{};
    std::string signer{};
    std::string file{};       // uid
    std::string paper_why{};  // why it is on paper though it ought to be signed here; "": it need not be
};

// One line of the history.
struct Event {
    int no = 0;
    std::int64_t agency = 0;
    std::int64_t official = 0;
    ActKind act{};
    State state{};
    std::string reason{};
    std::string detail{};  // JSON
    std::string before{};  // life before, JSON; "": it began
    base::Time at{};
};

// The dossier itself, without what belongs to it.
struct Dossier {
    std::int64_t id = 0;
    std::string uid{};
    std::int64_t agency = 0;   // that received it
    std::int64_t decides = 0;  // agency
    std::string code{};
    std::string foreign_code{};
    std::string version_uid{};  // of the procedure
    std::string procedure_code{};
    std::string procedure_name{};
    std::string field{};
    int case_no = 0;
    Way way = Way::counter;
    Life life{};
    int version = 0;  // acts so far
    Person owner{};
    std::optional<Person> agent{};
    std::string subject{};
    std::string answers{};  // JSON
    int sets = 1;
    std::string note{};
    base::Time lodged_at{};
    std::int64_t received_by = 0;
    std::optional<base::Time> accept_by{};
    std::optional<base::Time> first_due_at{};
    std::optional<base::Time> due_at{};
    std::optional<base::Time> supplement_by{};
    std::string money{};
    Delivery delivery = Delivery::desk;
    std::string delivery_to{};
    std::string delivery_state{};
    std::string instance{};  // of the process; "" before it began
    std::int64_t parent = 0;
};

}  // namespace lt::dossiers
