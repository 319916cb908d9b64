-- $1 definition  $2 element  $3 next (NULL: none)
UPDATE process_beginnings SET due_at = $3::timestamptz, fired = fired + 1 WHERE definition_id = $1 AND element = $2
