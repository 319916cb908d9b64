// Pages of batches: what waits and is under way, making one, one batch with its confirmation.
#pragma once

#include <string>

#include "dossiers/batches/actions.h"
#include "dossiers/pages/call.h"

namespace lt::dossiers::pages {

inline constexpr const char* kBatches = "/dossiers/batches";
std::string batch_path(const std::string& uid);
// Where a batch for this receiver is made.
std::string batch_new_path(batches::Kind kind, const std::string& receiver_uid);
View batch_state_view(const page::Words& tr, const batches::Batch& batch);
// "12 hồ sơ", "12 kết quả".
std::string batch_count(const page::Words& tr, batches::Kind kind, std::int64_t count);

http::Response batch_list(const Call&);
http::Response batch_form(const Call&);
http::Response batch_send(const Call&);
http::Response batch(const Call&);
http::Response batch_receive(const Call&);
http::Response batch_withdrawal(const Call&);
http::Response batch_withdraw(const Call&);
http::Response batch_slip(const Call&);

}  // namespace lt::dossiers::pages
