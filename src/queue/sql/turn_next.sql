-- Calls whoever is next at a counter: whom another one passed on, then the kinds that are called first, then by time of waiting. Counters
-- that call at the same moment pass over one another's choice.
-- $1 counter  $2 day  $3 now  $4 official
UPDATE queue_turns u SET counter_id = $1, called_at = $3, last_called_at = $3, calls = 1, called_by = $4
  FROM queue_tickets k, queue_groups h
 WHERE k.id = u.ticket_id AND h.id = u.group_id AND u.id = (
    SELECT w.id FROM queue_turns w JOIN queue_groups g ON g.id = w.group_id
     WHERE w.desk_id = (SELECT desk_id FROM queue_counters WHERE id = $1) AND w.day = $2 AND w.called_at IS NULL
       AND (w.for_counter = $1 OR (w.for_counter IS NULL AND EXISTS (
            SELECT FROM queue_counter_groups s WHERE s.counter_id = $1 AND s.group_id = w.group_id)))
     ORDER BY w.for_counter IS NULL, NOT g.first, w.queued_at, w.id
     LIMIT 1 FOR UPDATE OF w SKIP LOCKED)
RETURNING u.id, u.day, u.called_at, u.calls, k.uid, k.number, h.letter, h.name AS group_name
