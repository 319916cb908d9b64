-- $1 turn  $2 counter  $3 now
UPDATE queue_turns SET last_called_at = $3, calls = calls + 1
 WHERE id = $1 AND counter_id = $2 AND called_at IS NOT NULL AND ended_at IS NULL
