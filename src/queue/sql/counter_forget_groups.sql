-- $1 desk  $2 number
DELETE FROM queue_counter_groups g USING queue_counters c
 WHERE c.id = g.counter_id AND c.desk_id = $1 AND c.number = $2::int
