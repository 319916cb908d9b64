-- Open dossiers that the agency decides, those due first on top, from behind a row.
-- $1 agency  $2 states  $3 due before, or NULL  $4 due from, or NULL  $5 due of the row before (NULL: from the top)  $6 its id  $7 limit
SELECT d.uid, d.id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state,
       d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id
  FROM (SELECT * FROM dossiers o
         WHERE o.decides_id = $1::bigint AND o.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND o.state = ANY ($2::text[])
           AND ($3::timestamptz IS NULL OR o.due_at < $3::timestamptz) AND ($4::timestamptz IS NULL OR o.due_at >= $4::timestamptz)
           AND ($5::timestamptz IS NULL OR (coalesce(o.due_at, 'infinity'), o.id) > ($5::timestamptz, $6::bigint))
         ORDER BY coalesce(o.due_at, 'infinity'), o.id LIMIT $7::int) d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT p.title, p.performer_id, p.assignee_id FROM process_waits p
                      WHERE p.instance_uid = d.instance_uid AND p.kind = 'task' ORDER BY p.no LIMIT 1) w ON true
 ORDER BY coalesce(d.due_at, 'infinity'), d.id
