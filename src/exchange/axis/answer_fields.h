// The names of the rows' members on the wire, once for writing and reading. For this folder.
#pragma once

#include "exchange/axis/answer.h"

namespace lt::axis {

// Calls visit(name, member) for each member, in the order of the wire.
template <class Visit>
void visit_fields(auto& row, ReceivedItem*, Visit visit)
{
    visit("docId", row.doc_id);
    visit("serviceType", row.service_type);
    visit("messageType", row.message_type);
    visit("created_time", row.created_time);
    visit("updated_time", row.updated_time);
    visit("from", row.from);
    visit("to", row.to);
    visit("status", row.status);
    visit("status_desc", row.status_desc);
}
template <class Visit>
void visit_fields(auto& row, SentItem*, Visit visit)
{
    visit("serviceType", row.service_type);
    visit("messageType", row.message_type);
    visit("senderDocId", row.sender_doc_id);
    visit("receiverDocId", row.receiver_doc_id);
    visit("fromCode", row.from_code);
    visit("toCode", row.to_code);
    visit("title", row.title);
    visit("notation", row.notation);
    visit("sentTime", row.sent_time);
    visit("receivedTime", row.received_time);
    visit("sendStatus", row.send_status);
    visit("sendStatusDesc", row.send_status_desc);
    visit("receiveStatus", row.receive_status);
    visit("receiveStatusDesc", row.receive_status_desc);
}
template <class Visit>
void visit_fields(auto& row, Agency*, Visit visit)
{
    visit("id", row.id);
    visit("pid", row.pid);
    visit("code", row.code);
    visit("name", row.name);
    visit("mail", row.mail);
    visit("oldCode", row.old_code);
}
template <class Visit>
void visit_fields(auto& row, AgencyQd20*, Visit visit)
{
    visit("id", row.id);
    visit("code", row.code);
    visit("name", row.name);
    visit("mail", row.mail);
    visit("code102", row.code102);
}
template <class Visit>
void visit_fields(auto& row, SynchronizedUnit*, Visit visit)
{
    visit("id", row.id);
    visit("pid", row.pid);
    visit("code", row.code);
    visit("name", row.name);
    visit("mail", row.mail);
    visit("version", row.version);
    visit("centerCode", row.center_code);
    visit("deleted", row.deleted);
    visit("modifyDate", row.modify_date);
    visit("isAgency", row.is_agency);
}
template <class Visit>
void visit_fields(auto& row, NewAgency*, Visit visit)
{
    visit("id", row.id);
    visit("pcode", row.pcode);
    visit("code", row.code);
    visit("name", row.name);
    visit("mail", row.mail);
    visit("mobile", row.mobile);
    visit("fax", row.fax);
}

}  // namespace lt::axis
