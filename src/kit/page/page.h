// From a view to an answer: the page for a browser, the same view as JSON for programs, errors in the user's
// words.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kit/base/result.h"
#include "kit/html/html.h"
#include "kit/http/message.h"

namespace lt::page {

// Adds what every page shows (user, menu, counts, province) to the view, under keys the layouts read.
using Decorate = std::function<void(const http::Request&, html::View&)>;

struct Options {
    std::string assets{};    // versioned prefix of static files, "/assets/3f2a"
    std::string province{};  // "tỉnh Bắc Ninh"
    bool secure_cookies = false;
    Decorate decorate{};
};

// The words of one page in the reader's language. `web/extract.mjs` collects what stands in `tr("…")` and
// `msg("…")`.
class Words {
public:
    Words() = default;  // Vietnamese
    Words(const html::Templates& templates, std::string language);

    // Each {{name}} of the text is replaced by the value that goes with the name.
    using Values = std::vector<base::Message::Value>;
    std::string operator()(std::string_view text, const Values& values) const;
    std::string operator()(const base::Message& message) const;
    const std::string& language() const { return language_; }

private:
    const html::Templates* templates_ = nullptr;
    std::string language_ = "vi";
};

using base::msg;

class Pages {
public:
    Pages(const html::Templates& templates, Options options);

    // `name` is "feature/view"; `view` needs "title". JSON when the request asks for it: without keys that
    // begin with "_" and without what the layout adds.
    http::Response show(const http::Request& request, std::string_view name, html::View view,
                        int status = 200) const;

    // The page for a refusal that belongs to no form (not found, forbidden, conflict …), or problem JSON (RFC
    // 9457).
    http::Response refuse(const http::Request& request, const base::Error& error) const;

    // The same for the server's own answers: 400 … 503. `incident` is the code to quote, or "".
    http::Response error(const http::Request& request, int status, const std::string& incident,
                         const base::Message& message) const;

    // A page that is nothing but the picture at the address of the request, and a link to save it.
    http::Response picture(const http::Request& request, const std::string& name) const;

    // "vi" or "en": cookie `language`, else Vietnamese.
    std::string language(const http::Request& request) const;
    std::string translate(const http::Request& request, std::string_view text) const;
    Words words(const http::Request& request) const;

private:
    void add_basics(const http::Request& request, html::View& view) const;
    const html::Templates& templates_;
    Options options_;
};

// ---- Forms ------------------------------------------------------------------------------------------------

// A choice of a select, radio or check box field.
struct Choice {
    std::string value{};
    std::string label{};
    std::string hint{};
    bool selected = false;
};

// Builds the objects that web/components' field partials read, under view["fields"][name], so that a form
// shown again after an error still holds what was typed.
class FormView {
public:
    FormView(html::View& view, const http::Form& typed, const base::Error* error = nullptr, Words words = {});

    // `value` stands where nothing was typed yet. Keys besides these ("hint", "width", "type", "rows", …) in
    // `extra`. With "checked" in `extra` it is a check box: `value` is what it sends, "checked" stands before
    // the first sending.
    void field(const std::string& name, const std::string& label, const std::string& value = {});
    void field(const std::string& name, const std::string& label, const std::string& value, html::View extra);
    void choices(const std::string& name, const std::string& label, const std::vector<Choice>& choices);
    void choices(const std::string& name, const std::string& label, const std::vector<Choice>& choices,
                 html::View extra);

    // The message of a field, "" when it has none.
    std::string error(const std::string& name) const;

private:
    void add(const std::string& name, const std::string& label, html::View object, const html::View& extra);
    html::View& view_;
    const http::Form& typed_;
    std::map<std::string, std::string> errors_{};
};

}  // namespace lt::page
