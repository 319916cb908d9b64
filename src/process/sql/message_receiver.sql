-- The instance that waits for the message the longest.
-- $1 agency  $2 name  $3 correlation
SELECT instance_id, no FROM process_waits
 WHERE kind = 'message' AND name = $2 AND correlation IN ('', $3) AND agency_id = $1
 ORDER BY instance_id, no LIMIT 1
