-- Ends what a counter has called. A day that is over says nothing of how it ended.
-- $1 turn  $2 counter  $3 now  $4 outcome  $5 day
UPDATE queue_turns SET ended_at = $3, outcome = CASE WHEN day < $5 THEN 'left' ELSE $4 END
 WHERE id = $1 AND counter_id = $2 AND called_at IS NOT NULL AND ended_at IS NULL
RETURNING ticket_id
