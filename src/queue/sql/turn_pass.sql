-- The ticket of a turn that was passed waits again, for a counter of the same desk.
-- $1 turn  $2 counter  $3 now
INSERT INTO queue_turns (ticket_id, desk_id, agency_id, group_id, day, queued_at, for_counter)
SELECT u.ticket_id, u.desk_id, u.agency_id, u.group_id, u.day, $3::timestamptz, c.id
  FROM queue_turns u JOIN queue_counters c ON c.desk_id = u.desk_id AND c.id = $2
 WHERE u.id = $1
