// `lienthong edxml read` and `edxml import`.
#include <iostream>

#include "app/commands.h"
#include "app/services.h"
#include "documents/import.h"
#include "exchange/edxml/json.h"

namespace lt::app {

int read_edxml(const std::filesystem::path& file)
{
    return edxml::edxml_read_command(file, std::cout, base::SystemClock().now());
}

namespace {

// One file that can't be taken must not keep the others out. A database that is away does.
base::Result<documents::Imported> import_one(House& house, const std::filesystem::path& file)
{
    try {
        return documents::import_message(house.documents, house.directory, file);
    } catch (const db::ConstraintViolation& refused) {
        return base::invalid("file", std::string("cơ sở dữ liệu không nhận (") + refused.constraint + ")");
    }
}

}  // namespace

int import_edxml(const base::Config& config, const std::vector<std::filesystem::path>& files)
{
    House house(config, std::make_shared<base::SystemClock>(), {.prepare = Prepare::migrate});
    int code = 0;
    for (const auto& file : files) {
        const auto imported = import_one(house, file);
        if (!imported) {
            std::cerr << file.string() << ": " << imported.error().message << "\n";
            code = 2;
            continue;
        }
        std::cout << file.string() << ": " << (imported->again ? "already imported as " : "")
                  << imported->uid;
        for (const std::string& agency : imported->delivered) std::cout << " " << agency;
        if (!imported->unknown.empty()) {
            std::cout << "; not here:";
            for (const std::string& agency : imported->unknown) std::cout << " " << agency;
        }
        std::cout << "\n";
    }
    // Found by searches at once, also while no server runs.
    house.queue.run_due();
    return code;
}

}  // namespace lt::app
