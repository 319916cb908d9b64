-- Open tasks of the process that handles a dossier, as far as the scope sees them.
-- $1 process
SELECT w.no, w.title, w.performer_id, w.role, w.assignee_id, w.due_at, w.paused_at, w.trouble, w.opened_at FROM process_waits w
 WHERE w.instance_uid = $1::uuid AND w.kind = 'task' ORDER BY w.no
