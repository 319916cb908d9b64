-- The numbers that are called at a desk now, the latest first.
-- $1 desk  $2 day  $3 limit
SELECT t.number, g.letter, c.number AS counter, u.last_called_at, u.calls
  FROM queue_turns u JOIN queue_tickets t ON t.id = u.ticket_id JOIN queue_groups g ON g.id = u.group_id
  JOIN queue_counters c ON c.id = u.counter_id
 WHERE u.desk_id = $1 AND u.day = $2 AND u.called_at IS NOT NULL AND u.ended_at IS NULL
 ORDER BY u.last_called_at DESC, u.id DESC LIMIT $3::int
