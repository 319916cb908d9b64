// Acts that need a reason or can't be undone: each has its own page that says what will happen.
#pragma once

#include "documents/pages/key_fields.h"

namespace lt::documents::pages {

struct Confirm {
    std::string title{};
    std::string question{};
    std::string text{};
    std::vector<std::pair<std::string, std::string>> facts{};  // what the act is about: name and words
    std::string label{};                                       // of the button
    std::string action{};                                      // where the form goes
    std::string cancel{};                                      // where "Quay lại" goes
    std::string reason_label{};                                // empty: no reason is asked for
    std::string reason_name = "reason";
    std::string reason_hint{};
    std::string finish_label{};        // a check box below the reason: its label
    std::vector<signing::Key> keys{};  // to sign with: fields for the key and its PIN
    bool warning = false;              // can't be undone
};
http::Response confirm_page(const Call& call, const DocumentView& document, const Confirm& confirm,
                            const base::Error* error = nullptr);

// After the act: on to `path`, or the page again with what is wrong, or the page for the refusal.
template <class Result, class Page>
http::Response finish(const Call& call, const Result& result, const std::string& path, const char* what,
                      Page&& again)
{
    if (result) return done(path, what);
    if (result.error().fault != base::Fault::invalid) return call.refuse(result.error());
    return with_document(call,
                         [&](const DocumentView& document) { return again(document, &result.error()); });
}

}  // namespace lt::documents::pages
