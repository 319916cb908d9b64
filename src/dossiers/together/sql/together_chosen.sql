-- Chosen dossiers as far as the scope sees them, each with the open tasks of its process: a row a task, those due first on top.
-- $1 uids
SELECT d.uid, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state, d.version,
       d.due_at, d.agency_id, d.decides_id, d.instance_uid, w.no, w.agency_id AS process_agency_id, w.performer_id, w.title, w.element,
       w.role, w.assignee_id, w.paused_at, f.uid AS drawing, f.name AS process
  FROM dossiers d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN process_waits w ON w.instance_uid = d.instance_uid AND w.kind = 'task'
  LEFT JOIN process_definitions f ON f.id = w.definition_id
 WHERE d.uid = ANY ($1::uuid[])
 ORDER BY coalesce(d.due_at, 'infinity'), d.id, w.no
