// `lienthong serve`: the server until SIGINT or SIGTERM.
#include <cstdio>

#include "app/application.h"
#include "app/commands.h"
#include "kit/base/log.h"

namespace lt::app {

int serve(const base::Config& config)
{
    block_stop_signals();
    if (config.public_url.empty())
        base::log(base::Level::warning, "public_url_missing",
                  {{"effect", "printed papers have no QR code to look a dossier up; set server.public_url"}});
    Application application(config, std::make_shared<base::SystemClock>());
    application.start();
    std::printf("Liên Thông: %s\n", application.address().c_str());
    std::fflush(stdout);
    wait_for_stop();
    application.stop();
    return 0;
}

}  // namespace lt::app
