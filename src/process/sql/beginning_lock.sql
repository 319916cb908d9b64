-- $1 definition  $2 element
SELECT due_at, fired FROM process_beginnings WHERE definition_id = $1 AND element = $2 AND due_at IS NOT NULL FOR UPDATE SKIP LOCKED
