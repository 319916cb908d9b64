// `lienthong dossiers move`: what an agency that is gone leaves to one of several successors.
#include <cstdio>

#include "app/commands.h"
#include "app/services.h"
#include "dossiers/linked/moves.h"
#include "kit/base/clock.h"

namespace lt::app {

int move_dossiers(const base::Config& config, const std::string& from, const std::string& to,
                  const std::string& field, const std::string& procedure)
{
    House house(config, std::make_shared<base::SystemClock>(), {});
    const auto directory = house.directory.snapshot();
    const directory::Agency* old_one = directory->find_code(from);
    const directory::Agency* new_one = directory->find_code(to);
    for (const auto& [agency, code] : {std::pair(old_one, from), std::pair(new_one, to)}) {
        if (agency != nullptr) continue;
        std::fprintf(stderr, "dossiers move: no agency has the code %s\n", code.c_str());
        return 2;
    }
    const auto moved = dossiers::linked::move_dossiers(house.dossiers, old_one->id, new_one->id,
                                                       {.field = field, .procedure = procedure});
    if (!moved) {
        std::fprintf(stderr, "dossiers move: %s\n", moved.error().message.str().c_str());
        return 2;
    }
    std::printf("{\"moved\":%zu}\n", *moved);
    return 0;
}

}  // namespace lt::app
