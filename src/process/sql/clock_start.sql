-- It goes on, with later times.
-- $1 instance  $2 wait  $3 numbers (bigint[])  $4 their times (text[])
UPDATE process_waits w
   SET paused_at = NULL,
       due_at = coalesce((SELECT t.due::timestamptz FROM unnest($3::bigint[], $4::text[]) AS t(no, due) WHERE t.no = w.no), w.due_at)
  FROM process_waits task
 WHERE task.instance_id = $1::bigint AND task.no = $2::int AND w.instance_id = task.instance_id
   AND (w.no = task.no OR (w.kind = 'timer' AND w.frame = task.frame))
