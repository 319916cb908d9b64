// `lienthong serve`: the server until SIGINT or SIGTERM.
#include <cstdio>

#include "app/application.h"
#include "app/commands.h"

namespace lt::app {

int serve(const base::Config& config)
{
    block_stop_signals();
    Application application(config, std::make_shared<base::SystemClock>());
    application.start();
    std::printf("Liên Thông: %s\n", application.address().c_str());
    std::fflush(stdout);
    wait_for_stop();
    application.stop();
    return 0;
}

}  // namespace lt::app
