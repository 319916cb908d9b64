-- $1 definition  $2 element  $3 which of its events  $4 next (NULL: none)
UPDATE process_beginnings SET due_at = $4::timestamptz, fired = fired + 1
 WHERE definition_id = $1 AND element = $2 AND event = $3
