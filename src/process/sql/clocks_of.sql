-- What stands still with a task, and has a time.
-- $1 instance  $2 wait
SELECT w.no::bigint AS no, w.due_at FROM process_waits w JOIN process_waits t ON t.instance_id = w.instance_id AND t.no = $2::int
 WHERE w.instance_id = $1::bigint AND w.paused_at IS NOT NULL AND w.due_at IS NOT NULL
   AND (w.no = t.no OR (w.kind = 'timer' AND w.frame = t.frame))
