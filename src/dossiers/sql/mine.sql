-- Dossiers that wait for the official, or for anybody of the role: by their tasks, those due first on top.
-- $1 agency  $2 role  $3 official  $4 limit
SELECT d.uid, d.id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state,
       d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id
  FROM process_waits w
  JOIN dossiers d ON d.instance_uid = w.instance_uid
  JOIN procedure_versions v ON v.id = d.version_id
 WHERE w.kind = 'task' AND w.performer_id = $1::bigint AND w.role IN ('', $2)
   AND (w.assignee_id IS NULL OR w.assignee_id = $3::bigint)
 ORDER BY coalesce(w.due_at, 'infinity'), w.instance_uid, w.no LIMIT $4::int
