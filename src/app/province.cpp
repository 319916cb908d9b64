#include "app/province.h"

namespace lt::app {

std::string province_of(directory::Directory& directory)
{
    const auto snapshot = directory.snapshot();
    for (const directory::Agency* agency : snapshot->agencies()) {
        if (agency->level != directory::Level::province || agency->parent != 0) continue;
        for (const std::string_view office : {"UBND ", "Uỷ ban nhân dân "}) {
            if (agency->name.starts_with(office)) return agency->name.substr(office.size());
        }
    }
    return {};
}

}  // namespace lt::app
