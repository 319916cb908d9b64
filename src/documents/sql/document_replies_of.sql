-- Documents that answer this one and that the reader may see.
-- $1 document   $2 agency of the reader
SELECT uid, number_text, notation, subject, (agency_id = $2 AND origin = 'own') IS TRUE AS own FROM documents
 WHERE in_reply_to = $1 ORDER BY id DESC LIMIT 100
