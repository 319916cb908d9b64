-- What happened, newest first. A recipient's history also holds the sender's reminders to it.
-- $1 document   $2 agency of the reader
(SELECT at, action, detail, CASE WHEN agency_id = $2 THEN official_name END AS official_name, agency_id, id
   FROM document_events WHERE document_id = $1 ORDER BY at DESC, id DESC LIMIT 200)
 UNION ALL
(SELECT reminded_at, 'reminder', note, NULL, sender_id, 0 FROM reminders
  WHERE document_id = $1 AND agency_id = $2 ORDER BY day DESC LIMIT 200)
 ORDER BY at DESC, id DESC LIMIT 200
