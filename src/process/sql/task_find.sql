-- A task that the agency performs.
-- $1 agency  $2 instance  $3 wait
SELECT w.instance_uid, w.no, w.agency_id, d.name AS process, w.business_key, w.title, w.element, w.role, w.assignee_id, w.opened_at,
       w.due_at, w.paused_at, w.trouble, w.definition_id
  FROM process_waits w JOIN process_definitions d ON d.id = w.definition_id
 WHERE w.kind = 'task' AND w.performer_id = $1::bigint AND w.instance_uid = $2::uuid AND w.no = $3::int
