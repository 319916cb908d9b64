-- How many wait at a desk, by kind of service.
-- $1 desk  $2 day
SELECT g.id, count(u.id) AS waiting FROM queue_groups g
  LEFT JOIN queue_turns u ON u.group_id = g.id AND u.desk_id = g.desk_id AND u.day = $2 AND u.called_at IS NULL
 WHERE g.desk_id = $1 GROUP BY g.id
