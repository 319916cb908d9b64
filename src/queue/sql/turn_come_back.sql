-- A number that was absent when it was called has come: a turn that is called at once.
-- $1 desk  $2 ticket (uid)  $3 counter  $4 day  $5 now  $6 official
INSERT INTO queue_turns (ticket_id, desk_id, agency_id, group_id, day, queued_at, counter_id, called_at, last_called_at, calls, called_by)
SELECT t.id, t.desk_id, t.agency_id, t.group_id, t.day, $5::timestamptz, $3::bigint, $5::timestamptz, $5::timestamptz, 1, $6::bigint
  FROM queue_tickets t
 WHERE t.desk_id = $1 AND t.uid = $2 AND t.day = $4
   AND (SELECT x.outcome FROM queue_turns x WHERE x.ticket_id = t.id ORDER BY x.id DESC LIMIT 1) = 'absent'
