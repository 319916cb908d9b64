-- A ticket of a desk with its last turn.
-- $1 desk  $2 uid
SELECT t.id, t.uid, t.day, t.number, t.taken_at, g.letter, g.name AS group_name, u.id AS turn_id, u.called_at, u.ended_at, u.outcome,
       c.number AS counter,
       (SELECT count(*) FROM queue_turns w JOIN queue_groups h ON h.id = w.group_id
         WHERE w.desk_id = t.desk_id AND w.day = t.day AND w.called_at IS NULL AND w.group_id = t.group_id
           AND w.for_counter IS NULL AND (w.queued_at, w.id) < (u.queued_at, u.id)) AS ahead
  FROM queue_tickets t
  JOIN queue_groups g ON g.id = t.group_id
  JOIN LATERAL (SELECT * FROM queue_turns x WHERE x.ticket_id = t.id ORDER BY x.id DESC LIMIT 1) u ON true
  LEFT JOIN queue_counters c ON c.id = coalesce(u.counter_id, u.for_counter)
 WHERE t.desk_id = $1 AND t.uid = $2
