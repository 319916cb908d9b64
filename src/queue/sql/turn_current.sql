-- Whom a counter has called.
-- $1 counter
SELECT u.id, u.day, u.called_at, u.calls, t.uid, t.number, g.letter, g.name AS group_name
  FROM queue_turns u JOIN queue_tickets t ON t.id = u.ticket_id JOIN queue_groups g ON g.id = u.group_id
 WHERE u.counter_id = $1 AND u.called_at IS NOT NULL AND u.ended_at IS NULL
