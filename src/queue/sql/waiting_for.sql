-- How many wait for a counter: of its kinds, and passed on to it.
-- $1 counter  $2 day
SELECT count(*) AS waiting FROM queue_turns w
 WHERE w.desk_id = (SELECT desk_id FROM queue_counters WHERE id = $1) AND w.day = $2 AND w.called_at IS NULL
   AND (w.for_counter = $1 OR (w.for_counter IS NULL AND EXISTS (
        SELECT FROM queue_counter_groups s WHERE s.counter_id = $1 AND s.group_id = w.group_id)))
