-- A task with its instance locked.
-- $1 uid of the instance  $2 wait
SELECT w.instance_id, w.performer_id, w.due_at, w.paused_at, w.assignee_id, w.role
  FROM process_instances i JOIN process_waits w ON w.instance_id = i.id AND w.no = $2::int AND w.kind = 'task'
 WHERE i.uid = $1::uuid FOR UPDATE OF i
