-- The oldest message that waits for somebody who wants it.
-- $1 agency  $2 name  $3 correlation ('': any)
SELECT id FROM process_messages
 WHERE agency_id = $1 AND name = $2 AND kind = 'message' AND payload IS NOT NULL AND ($3 = '' OR correlation = $3)
 ORDER BY id LIMIT 1
