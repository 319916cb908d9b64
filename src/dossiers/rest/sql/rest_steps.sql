-- Open steps that an agency performs for dossiers, in the order in which their processes began, from behind a step.
-- $1 agency  $2 roles  $3 behind this process, or NULL  $4 its step  $5 limit
SELECT w.instance_uid, w.no, w.title, w.role, w.assignee_id IS NOT NULL AS taken, w.paused_at IS NOT NULL AS paused, w.opened_at, w.due_at,
       d.uid, d.code, d.version, d.state, d.agency_id, d.decides_id, d.due_at AS dossier_due_at, p.code AS procedure_code,
       CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure_name
  FROM (SELECT t.* FROM process_waits t
         WHERE t.kind = 'task' AND t.performer_id = $1::bigint AND t.role = ANY ($2::text[])
           AND ($3::uuid IS NULL OR (t.instance_uid, t.no) > ($3::uuid, $4::int))
         ORDER BY t.instance_uid, t.no OFFSET 0) w
  CROSS JOIN LATERAL (SELECT * FROM dossiers o WHERE o.instance_uid = w.instance_uid OFFSET 0) d
  JOIN procedure_versions v ON v.id = d.version_id
  JOIN procedures p ON p.id = d.procedure_id
 ORDER BY w.instance_uid, w.no LIMIT $5::int
