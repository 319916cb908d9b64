-- $1 desk  $2 number  $3 kinds of service
INSERT INTO queue_counter_groups (counter_id, group_id, desk_id, agency_id)
SELECT c.id, g.id, c.desk_id, c.agency_id FROM queue_counters c JOIN queue_groups g ON g.desk_id = c.desk_id
 WHERE c.desk_id = $1 AND c.number = $2::int AND g.id = ANY ($3::bigint[])
