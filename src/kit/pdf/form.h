// The form of a file: its fields, and how fields come in. For kit/pdf only.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kit/base/result.h"
#include "kit/pdf/file.h"
#include "kit/pdf/update.h"

class QPDFObjectHandle;

namespace lt::pdf {

// Why no update may go behind this file; nothing when one may.
std::optional<base::Error> no_update(const File& file);
// Why it can't be given a form: it has one, is signed, or does something by itself. Also no_update().
std::optional<base::Error> no_form(const File& file);

// Fields at the top of the form; those of our files have no others.
std::vector<QPDFObjectHandle> fields_of(const File& file);
std::string name_of(QPDFObjectHandle field);
std::optional<QPDFObjectHandle> field_named(const File& file, const std::string& name);
bool is_open(QPDFObjectHandle field, const char* kind);  // "/Sig" or "/Tx", without a value

struct Widget {
    Ref field{};
    int page = 1;  // is there
};
// Puts fields into the form and onto their pages. `look` has the further entries of the form (font, default appearance), `catalog` those of
// the catalogue.
// `fresh`: nothing is signed yet, so the form is set up as signatures need it; otherwise as little as possible changes.
enum class FormState : std::uint8_t { fresh, signed_already };
void add_to_form(const File& file, Update& update, const std::vector<Widget>& widgets, FormState state,
                 std::map<std::string, std::string> look = {},
                 std::map<std::string, std::string> catalog = {});

}  // namespace lt::pdf
