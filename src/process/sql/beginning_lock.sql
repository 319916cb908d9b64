-- $1 definition  $2 element  $3 which of its events
SELECT due_at, fired FROM process_beginnings
 WHERE definition_id = $1 AND element = $2 AND event = $3 AND due_at IS NOT NULL FOR UPDATE SKIP LOCKED
