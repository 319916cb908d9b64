// Who refers to what in a revision, found on the ways on which Revision itself finds objects, repairs included: an object that nobody refers
// to is not shown. Inside kit/pdf/verify.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kit/pdf/verify/revision.h"

namespace lt::pdf {

class References {
public:
    // All objects that are listed or referred to.
    explicit References(const Revision& revision);
    // Adds those of a changed object; what it referred to before stays known.
    void learn(const Revision& revision, int number);

    bool used(int number) const { return users_.contains(number); }
    bool used_once(int number) const;  // or not at all
    int only_user(int number) const;   // 0 where there are more, or none but the trailer
    bool is_pack(int number) const { return packs_.contains(number); }
    // Why other readers may see something else in the first revision: "" when it had to be neither repaired nor guessed.
    std::string doubt() const;

private:
    void want(int number);
    void visit(const Revision& revision, int number);
    void visit_pack(const Revision& revision, int number);
    void learn_value(const Value& value, int number, std::size_t path);
    void check(const Value& value, Budget& budget);
    // By object, who refers to it: his number (0 is the trailer) and a hash of the keys on the way.
    std::map<int, std::set<std::pair<int, std::size_t>>> users_{};
    std::set<int> packs_{};     // object streams that are in use
    std::set<int> seen_{};      // objects that were visited or will be
    std::vector<int> to_do_{};  // of these
    std::set<int> repaired_{};  // not where the cross-reference says
    std::string contradiction_{};
};

}  // namespace lt::pdf
