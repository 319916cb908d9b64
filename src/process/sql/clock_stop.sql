-- The clock of a task stands still, with the timers at its edge.
-- $1 instance  $2 wait  $3 now
UPDATE process_waits w SET paused_at = $3::timestamptz
  FROM process_waits t
 WHERE t.instance_id = $1::bigint AND t.no = $2::int
   AND w.instance_id = t.instance_id AND (w.no = t.no OR (w.kind = 'timer' AND w.frame = t.frame))
