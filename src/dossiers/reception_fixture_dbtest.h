// The reception's form as a browser gets it and sends it back, for database tests.
#pragma once

#include <map>
#include <optional>

#include "dossiers/pages_fixture_dbtest.h"

namespace lt::dossiers {

class ReceptionPagesTest : public PagesTest {
protected:
    static constexpr const char* kNumber = "027190001234";
    struct Question {
        std::string value{};
        std::string hint{};
    };

    // The page as JSON, after the form was sent.
    View shown(const Actor& who, Fields fields, const std::string& action = "find", int status = 200)
    {
        fields.emplace_back("action", action);
        const auto response = send(who, http::Method::post, "/dossiers/new", fields, "application/json");
        EXPECT_EQ(response.status, status) << response.body;
        return View::parse(response.body);
    }
    // The form for a procedure, when nothing but the owner's number was typed.
    Fields beginning(const std::string& code, const std::string& number = kNumber)
    {
        return {{"key", base::new_uid(clock->now())},
                {"procedure", version_uid(code)},
                {"owner_kind", "person"},
                {"owner_number", number}};
    }
    static std::string text_in(const View& object, const char* key)
    {
        return object.is_object() && object.contains(key) && object[key].is_string()
                   ? object[key].get<std::string>()
                   : "";
    }
    // Of a block that is a question; nothing for headings and what holds questions.
    static std::optional<Question> leaf(const View& block)
    {
        for (const char* kind : {"input", "textarea", "date", "select", "radios", "checkbox"}) {
            const View field = block.value(kind, View(false));
            if (!field.is_object()) continue;
            Question out{.value = text_in(field, "value"), .hint = text_in(field, "hint")};
            if (std::string_view(kind) == "checkbox" && field.value("checked", View(false)) == false)
                out.value.clear();
            for (const View& option : field.value("options", View::array()))
                if (option.value("selected", View(false)) == true) out.value = text_in(option, "value");
            return out;
        }
        return std::nullopt;
    }
    static std::map<std::string, Question> questions(const View& view)
    {
        std::map<std::string, Question> out;
        for (const View& step : view.at("form").at("steps"))
            for (const View& block : step.at("blocks"))
                if (auto found = leaf(block)) out[text_in(block, "question")] = *std::move(found);
        return out;
    }
    static Question question(const View& view, const std::string& name)
    {
        const auto all = questions(view);
        const auto found = all.find(name);
        return found == all.end() ? Question{.value = "no such question"} : found->second;
    }
    // What stands in the questions, as a browser sends it; rows that the script would copy are no fields of the form.
    static std::map<std::string, std::string> typed_in(const View& view)
    {
        std::map<std::string, std::string> out;
        for (const auto& [name, one] : questions(view))
            if (!one.value.empty() && name.find(".__.") == std::string::npos) out[name] = one.value;
        return out;
    }
};

}  // namespace lt::dossiers
