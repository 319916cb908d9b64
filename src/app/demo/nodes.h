// `lienthong demo --nodes 3`: three provinces, each with its own database, server and key, and three NATS servers between them.
#pragma once

#include "app/commands.h"

namespace lt::app::demo {

inline constexpr unsigned kNodes = 3;

// Makes them anew, sends a document from the first to agencies of all and shows that it arrived and that the receipts prove it. Stays
// unless `check`.
int run_nodes(const base::Config& given, const DemoOptions& options);

}  // namespace lt::app::demo
