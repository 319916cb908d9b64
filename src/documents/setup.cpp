// Loads the kinds of documents from their data file.
#include "documents/setup.h"

#include <stdexcept>

#include <toml++/toml.h>

#include "documents/queries.h"
#include "kit/db/db.h"

namespace lt::documents {

std::size_t import_kinds(db::Transaction& owner_tx, const std::filesystem::path& file)
{
    const toml::table table = toml::parse_file(file.string());
    int position = 0;
    // Copies come behind: they stand last in every list of kinds.
    for (const char* section : {"kind", "copy"}) {
        const toml::array* kinds = table[section].as_array();
        if (kinds == nullptr) throw std::runtime_error(file.string() + ": no [[" + section + "]]");
        for (const toml::node& node : *kinds) {
            const toml::table* kind = node.as_table();
            const auto code = kind != nullptr ? (*kind)["code"].value<std::string>() : std::nullopt;
            const auto name = kind != nullptr ? (*kind)["name"].value<std::string>() : std::nullopt;
            if (!code || !name || code->empty() || name->empty())
                throw std::runtime_error(file.string() + ", line " +
                                         std::to_string(node.source().begin.line) +
                                         ": a kind needs code and name");
            const std::string form = (*kind)["form"].value_or(std::string());
            if (form.empty() != (section == std::string_view("kind")))
                throw std::runtime_error(file.string() + ", line " +
                                         std::to_string(node.source().begin.line) +
                                         ": a copy has a form, and nothing else has");
            owner_tx.run(sql::document_kind_put, *code, *name,
                         (*kind)["abbreviation"].value_or(std::string()),
                         (*kind)["own_series"].value_or(false), ++position, form);
        }
    }
    return static_cast<std::size_t>(position);
}

}  // namespace lt::documents
