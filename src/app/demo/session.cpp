#include "app/demo/session.h"

#include <stdexcept>

#include "accounts/setup.h"

namespace lt::app::demo {

Session::Session(std::uint16_t port, const Player& player) : player_(player), client_(port)
{
    Form form = form_to(client_.get("/log-in"), "/log-in");
    form.set("login", player.login);
    form.set("password", kPassword);
    Answer page = client_.post(form.action, form.fields);
    if (!player.totp_secret.empty()) {
        Form code = form_to(page, "/log-in/code");
        code.set("code", accounts::totp_code(player.totp_secret, base::SystemClock().now()));
        page = client_.post(code.action, code.fields);
    }
    if (page.status != 200 || page.path.starts_with("/log-in")) {
        throw std::runtime_error(player.login + " should be logged in, but stands at " + page.path + ": " +
                                 text_of(page.body).substr(0, 400));
    }
}

Answer Session::good(Answer answer) const
{
    if (answer.status == 200) return answer;
    throw std::runtime_error(player_.login + ": " + answer.path + " should answer 200, answered " +
                             std::to_string(answer.status) + ": " + text_of(answer.body).substr(0, 600));
}

Answer Session::open(const std::string& path) { return good(client_.get(path)); }

Answer Session::press(const Answer& page, std::string_view action_end)
{
    return send(form_to(page, action_end));
}

Answer Session::send(const Form& form) { return good(client_.post(form.action, form.fields)); }

Answer Session::send(const Form& form, const std::vector<File>& files)
{
    return good(client_.upload(form.action, form.fields, files));
}

void expect(const Answer& page, std::string_view text)
{
    const std::string seen = text_of(page.body);
    if (seen.find(text) != std::string::npos) return;
    throw std::runtime_error(page.path + " should show “" + std::string(text) +
                             "”, but shows: " + seen.substr(0, 1200));
}

}  // namespace lt::app::demo
