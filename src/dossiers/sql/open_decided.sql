-- Open dossiers that the agency decides, those due first on top and those without a due time last, from behind a row. Two parts, so that
-- each is read from the index in its order, however far down the page lies.
-- $1 agency  $2 states  $3 due before ('infinity': any, and those without one)  $4 behind this due time  $5 and this id
-- $6 behind this id among those without one  $7 limit
SELECT d.uid, d.id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state,
       d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id
  FROM ((SELECT o.* FROM dossiers o
          WHERE o.decides_id = $1::bigint AND o.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND o.state = ANY ($2::text[])
            AND o.due_at < $3::timestamptz AND (o.due_at, o.id) > ($4::timestamptz, $5::bigint)
          ORDER BY o.due_at, o.id LIMIT $7::int)
        UNION ALL
        (SELECT o.* FROM dossiers o
          WHERE o.decides_id = $1::bigint AND o.state NOT IN ('rejected', 'withdrawn', 'stopped', 'returned') AND o.state = ANY ($2::text[])
            AND o.due_at IS NULL AND $3::timestamptz = 'infinity' AND o.id > $6::bigint
          ORDER BY o.id LIMIT $7::int)
        ORDER BY due_at, id LIMIT $7::int) d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT p.title, p.performer_id, p.assignee_id FROM process_waits p
                      WHERE p.instance_uid = d.instance_uid AND p.kind = 'task' ORDER BY p.no LIMIT 1) w ON true
 ORDER BY d.due_at, d.id
