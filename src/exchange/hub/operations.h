// What a connected system may ask, whichever skin it came by. Each gives the whole answer.
#pragma once

#include "exchange/hub/caller.h"

namespace lt::exchange::hub {

http::Response received_list(Services& services, const Caller& caller);  // messagetype, fromdate, todate
http::Response sent_list(Services& services, const Caller& caller);  // messagetype, docid, fromdate, todate
http::Response message_in_base64(Services& services, const Caller& caller);  // docid
http::Response message_as_it_is(Services& services, const Caller& caller);   // docid
http::Response update_status(Services& services, const Caller& caller);      // docid, status
http::Response count_waiting(Services& services, const Caller& caller, edxml::Kind kind);
http::Response agencies(Services& services, const Caller& caller);
http::Response agencies_qd20(Services& services, const Caller& caller);
http::Response units_to_synchronize(Services& services, const Caller& caller);
http::Response register_agency(Services& services, const Caller& caller, const std::string& body);
http::Response delete_agency(Services& services, const Caller& caller);  // agencycode

}  // namespace lt::exchange::hub
