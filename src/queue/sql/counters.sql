-- The counters of a desk, each with the kinds of service that it serves.
-- $1 desk
SELECT c.id, c.number,
       ARRAY(SELECT g.group_id FROM queue_counter_groups g WHERE g.counter_id = c.id ORDER BY 1) AS groups
  FROM queue_counters c WHERE c.desk_id = $1 ORDER BY c.number
