// What the pages of one document share: heading, files, facts, recipients, history.
#pragma once

#include "documents/pages/call.h"

namespace lt::documents::pages {

// Title, notation, marks, files, replies, history: the common part of both document pages.
View document_base(const Call& call, const DocumentView& document);

// Whether the leader has signed it digitally here.
bool is_signed(const DocumentView& document);

// Whether the signature of one of its files was found broken.
bool has_broken_signature(const DocumentView& document);

// The side panel of forms about a document: subject with link, notation, sender, due.
View document_summary(const Call& call, const DocumentView& document);

// Meter and legend of recipients: parts in the order of work, each linked to its rows.
View progress_of(const Call& call, const DocumentView& document);
View recipient_row(const Call& call, const RecipientRow& row);

// Whether the sender may remind this recipient now: it has not finished, and was not reminded today.
bool can_remind(const RecipientRow& row, base::Time now);

// Recipients grouped as the meter counts them: "done", "working", "arrived", "sent", "stopped".
std::string progress_group(const RecipientRow& row);

}  // namespace lt::documents::pages
