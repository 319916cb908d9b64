// A database elsewhere that holds papers of citizens and organisations, as this program sees it. The first one is the national store
// (portal/national_store.h); another one stands behind the same port.
#pragma once

#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/db/fwd.h"

namespace lt::dossiers::sources {

// Whose papers, for what, and who asks.
struct Wanted {
    std::string number{};              // of the owner
    std::string procedure{};           // code
    std::vector<std::string> types{};  // of papers, as the data vault knows them
    std::string official{};            // name
};
// One file of a paper.
struct Holding {
    std::string type{};
    std::string name{};
    std::string number{};
    std::string issuer{};
    std::string file_name{};
    std::string place{};  // where the source keeps the file, in its own words
};

class Source {
public:
    virtual ~Source() = default;
    virtual const char* code() const = 0;  // as rows name it
    virtual const char* name() const = 0;  // as officials read it, Vietnamese
    virtual bool is_connected(
        db::Transaction& tx) = 0;  // in any scope; nothing else is asked of one that is not
    // Both ask another server, so never while a transaction is open. unavailable, with words for the desk: it is away, or its answer is none.
    virtual base::Result<std::vector<Holding>> find(const Wanted& wanted) = 0;
    virtual base::Result<std::string> file(const Holding& holding) = 0;  // its bytes
};

}  // namespace lt::dossiers::sources
