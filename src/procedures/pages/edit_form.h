// Editing a draft, part by part: a form of groups, some of which are rows of a list. Inside the pages only.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "procedures/pages/call.h"

namespace lt::procedures::pages {

// The parts of a draft with links, the open one marked, under "parts".
void add_parts(html::View& view, const Call& call, const Version& draft, std::string_view open);

// Builds the view of procedures/edit: groups with a legend, each with fields that keep what was typed.
class EditForm {
public:
    EditForm(const Call& call, const Version& draft, std::string_view part, const base::Error* error);

    void group(const std::string& legend, const std::string& hint = {});
    void input(const std::string& name, const std::string& label, const std::string& value,
               html::View extra = nullptr);
    void area(const std::string& name, const std::string& label, const std::string& value, html::View extra);
    void check(const std::string& name, const std::string& label, bool checked);
    void select(const std::string& name, const std::string& label, const std::vector<page::Choice>& choices);
    void checks(const std::string& name, const std::string& label, const std::vector<page::Choice>& choices);
    // Buttons that add a row: list and label. Without them the part has no rows.
    void more(const std::vector<std::pair<std::string, std::string>>& buttons);
    http::Response show(int status);

private:
    void add(const char* kind, const std::string& name);
    const Call& call_;
    html::View view_{};
    page::FormView form_;
};

// How many rows of a list were sent, or stand in the draft where nothing was; and one more when a row was asked for.
std::size_t rows_shown(const Call& call, const char* list, std::size_t there);
// "paper_3_code"
std::string row_name(const char* list, std::size_t row, const char* field);
// Of a sent row: trimmed, one blank between words.
std::string typed(const Call& call, const std::string& name);
// A whole number from 0 to `most`; empty is 0. Wrong at the field.
std::int64_t typed_number(const Call& call, const std::string& name, std::int64_t most, base::Wrong& wrong);

// Each draws its part, and reads it from what was sent. What can't be read is added to `wrong`; what wrong_in() finds is left to it.
void draw_run(EditForm& form, const Call& call, const Version& draft);
void read_run(const Call& call, Version& draft, base::Wrong& wrong);
void draw_ways(EditForm& form, const Call& call, const Version& draft);
void read_ways(const Call& call, Version& draft, base::Wrong& wrong);
void draw_papers(EditForm& form, const Call& call, const Version& draft);
void read_papers(const Call& call, Version& draft, base::Wrong& wrong);
void draw_results(EditForm& form, const Call& call, const Version& draft);
void read_results(const Call& call, Version& draft, base::Wrong& wrong);
void draw_form(EditForm& form, const Call& call, const Version& draft);
void read_form(const Call& call, Version& draft, base::Wrong& wrong);

}  // namespace lt::procedures::pages
