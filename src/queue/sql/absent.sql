-- Numbers that were absent and have not come since, the latest first.
-- $1 desk  $2 day  $3 limit
SELECT t.uid, t.number, g.letter, u.ended_at
  FROM queue_turns u JOIN queue_tickets t ON t.id = u.ticket_id JOIN queue_groups g ON g.id = u.group_id
 WHERE u.desk_id = $1 AND u.day = $2 AND u.called_at IS NOT NULL AND u.outcome = 'absent'
   AND NOT EXISTS (SELECT FROM queue_turns x WHERE x.ticket_id = u.ticket_id AND x.id > u.id)
 ORDER BY u.ended_at DESC LIMIT $3::int
