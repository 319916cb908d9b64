// A citizen takes the electronic copies of a result from the page for everybody (NĐ 118/2025, NĐ 45/2020: a signed electronic result has the
// worth of paper). What is taken is proof that it came.
#pragma once

#include "dossiers/satisfaction/door.h"
#include "dossiers/services.h"

namespace lt::dossiers {

// What stands on the receipt for it: eight characters that nobody takes for one another, 40 bits. Another one at each call.
std::string new_collect_code();
// What was typed as it is kept: without spaces and dashes, in capitals. "": it can be none.
std::string collect_code_of(std::string_view typed);

// invalid, at "digits": any of the three is wrong, which is not told apart, or there were too many wrong tries today; at "secret": none was
// typed. not_found: no such code. conflict: the result was not handed over yet.
base::Result<Place> open_results(Services& services, const std::string& code, const std::string& digits,
                                 const std::string& secret);

struct Copy {
    int no = 0;
    std::string name{};
    std::string number{};
    std::optional<base::Day> issued_on{};
    bool is_file = false;  // otherwise it is on paper only
};
std::vector<Copy> copies(Services& services, const Place& place);

// The file of one of them. The history says once that it was taken, the journal each time; what was sent electronically has arrived by it, what was sent by post has not.
// conflict: the hand-over was taken back meanwhile.
base::Result<File> collect(Services& services, const Place& place, int no);

}  // namespace lt::dossiers
