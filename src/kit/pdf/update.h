// An incremental update (ISO 32000-1, 7.5.6): new and changed objects behind the bytes that are there, which stay as they are.
#pragma once

#include <map>
#include <string>

#include "kit/pdf/file.h"

namespace lt::pdf {

// An object by its numbers.
struct Ref {
    int number = 0;
    int generation = 0;
    friend auto operator<=>(const Ref&, const Ref&) = default;
};
std::string to_text(Ref ref);  // "12 0 R"

class Update {
public:
    explicit Update(const File& file);

    Ref reserve();              // a number for an object that comes later
    Ref add(std::string body);  // a new object
    void set(Ref ref, std::string body);
    // The whole file with the update: a cross-reference of the kind that the file ends with, its trailer carried on (7.5.4, 7.5.8).
    std::string finish();
    // Where the object's body begins in what finish() gave.
    std::size_t body_of(Ref ref) const;

private:
    std::string trailer_entries(std::size_t previous) const;
    std::string cross_reference_table(const std::map<Ref, std::size_t>& offsets) const;
    std::string cross_reference_stream(std::map<Ref, std::size_t> offsets, std::size_t at,
                                       std::size_t previous);
    const File& file_;
    std::map<Ref, std::string> objects_{};
    std::map<Ref, std::size_t> bodies_{};
    int next_ = 1;
};

}  // namespace lt::pdf
