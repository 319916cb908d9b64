// What a person finds on a page: forms with what they hold, links, text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/client.h"

namespace lt::app::demo {

// A form as the page showed it; fill in, then send. Reading or setting a field that the page did not have throws.
struct Form {
    std::string action{};
    Fields fields{};                   // what a browser would send: hidden, typed, chosen, checked
    std::vector<std::string> names{};  // every field, also boxes that are not checked
    std::vector<std::pair<std::string, std::string>> boxes{};  // check boxes and radios: name, value
    struct Option {
        std::string name{}, value{}, label{};
    };
    std::vector<Option> options{};  // of selects
    std::string words{};            // all its text, for finding it

    void set(const std::string& name, const std::string& value);
    void check(const std::string& name, const std::string& value);
    void choose(const std::string& name, const std::string& label);  // the option whose label holds this
    bool has(std::string_view name) const;
};

std::vector<Form> forms_of(const std::string& html);

// The form whose action ends with this; throws std::runtime_error that lists the forms there are.
Form form_to(const Answer& page, std::string_view action_end);

// Text without tags, entities decoded, white space collapsed.
std::string text_of(std::string_view html);

// Addresses of links that begin with this, in their order, each once.
std::vector<std::string> links_of(const std::string& html, std::string_view begin);

}  // namespace lt::app::demo
