// Somebody of the cast at the browser: logs in, opens pages, presses buttons. Inside demo/ only.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "app/demo/cast.h"
#include "app/demo/client.h"
#include "app/demo/form.h"

namespace lt::app::demo {

class Session {
public:
    // Logs in, with the code of the moment where there is a second factor.
    Session(std::uint16_t port, const Player& player);

    Answer open(const std::string& path);                           // must answer 200
    Answer press(const Answer& page, std::string_view action_end);  // sends the form as it stands
    Answer send(const Form& form);                                  // must end in a page with status 200
    Answer send(const Form& form, const std::vector<File>& files);
    const Player& who() const { return player_; }
    std::string cookies() const { return client_.cookies(); }

private:
    Answer good(Answer answer) const;
    Player player_;
    Client client_;
};

// Throws when the page does not show the text; says what it shows instead.
void expect(const Answer& page, std::string_view text);

}  // namespace lt::app::demo
