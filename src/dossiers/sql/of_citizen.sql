-- Dossiers of the same owner that the scope sees, the newest first.
-- (Without `<> ''` a plan for any number could not use the index, which leaves out who has none.)
-- $1 kind of owner  $2 number  $3 id of the row before (0: from the top)  $4 limit
SELECT d.uid, d.id, d.code, v.name AS procedure, d.owner_name, d.state, d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id
  FROM (SELECT * FROM dossiers o WHERE o.owner_kind = $1 AND o.owner_number = $2 AND o.owner_number <> '' AND ($3::bigint = 0 OR o.id < $3::bigint)
         ORDER BY o.id DESC LIMIT $4::int) d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT p.title, p.performer_id, p.assignee_id FROM process_waits p
                      WHERE p.instance_uid = d.instance_uid AND p.kind = 'task' ORDER BY p.no LIMIT 1) w ON true
 ORDER BY d.id DESC
