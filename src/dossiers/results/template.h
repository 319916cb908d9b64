// How results look: texts with blanks, read from data/results. Pure: no database, no HTTP.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "kit/base/clock.h"
#include "kit/base/result.h"
#include "slips/api.h"

namespace lt::dossiers {

struct ResultField {
    std::string name{};
    std::string label{};
    // Where its first value comes from; the first that has one counts: "answers.child.full_name", "rows.documents.name", "owner.name".
    std::vector<std::string> from{};
    bool is_long = false;
    bool required = true;
};

struct ResultTemplate {
    std::string code{};  // of the kind of result
    // The first day of lodging from which dossiers have it; none: from the beginning. Another one of its code takes its place on its own day, and a
    // dossier keeps that of its day.
    std::optional<base::Day> from{};
    std::string title{};
    std::string heading{};
    std::string form{};
    std::vector<std::string> recipients{};
    // "{name}" alone is a line with the label of the field; "!" in front makes a text bold, "_" italic.
    std::vector<std::string> lines{};
    std::vector<ResultField> fields{};
};

// Throws std::runtime_error that names the file: it comes with a release and is whole, or the release is not.
std::vector<ResultTemplate> read_templates(const std::filesystem::path& file);
// Those of the release, read once.
const std::vector<ResultTemplate>& shipped_templates();
// That of a dossier lodged on the day. nullptr: results of this kind are made elsewhere, and written down here.
const ResultTemplate* template_of(std::string_view code, base::Day lodged);
const ResultTemplate* template_of(const std::vector<ResultTemplate>& all, std::string_view code,
                                  base::Day lodged);

using FieldValues = std::map<std::string, std::string, std::less<>>;
std::string values_to_json(const FieldValues& values);
FieldValues values_from_json(std::string_view json);

// What is missing or too long, at "field_NAME".
base::Wrong check_values(const ResultTemplate& form, const FieldValues& values);

// The lines of the paper: fields without a value are left out. `facts` are what texts may name beside the fields.
std::vector<std::variant<slips::ResultText, slips::ResultFact>> lines_of(const ResultTemplate& form,
                                                                         const FieldValues& values,
                                                                         const FieldValues& facts);
// A text with its blanks filled in.
std::string filled_in(std::string_view text, const FieldValues& values, const FieldValues& facts);

// What stands behind the number: the notation of the procedure, or the year.
std::string behind_number(std::string_view notation, int year);

}  // namespace lt::dossiers
