-- Dossiers of which the agency has a part and whose citizen has not supplemented in his time, the longest over first, from behind a row.
-- $1 agency  $2 now  $3 behind this end of the time  $4 and this id  $5 limit
SELECT d.uid, d.id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, d.owner_name, d.state,
       d.way, d.due_at, d.received_at, d.lodged_at, d.accept_by,
       d.supplement_by, d.resolved_at, d.ended_at, d.agency_id, d.decides_id, w.title AS step, w.performer_id, w.assignee_id
  FROM (SELECT o.* FROM dossiers o
         WHERE o.state = 'supplement' AND (o.agency_id = $1::bigint OR o.decides_id = $1::bigint)
           AND o.supplement_by < $2::timestamptz AND (o.supplement_by, o.id) > ($3::timestamptz, $4::bigint)
         ORDER BY o.supplement_by, o.id LIMIT $5::int) d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT p.title, p.performer_id, p.assignee_id FROM process_waits p
                      WHERE p.instance_uid = d.instance_uid AND p.kind = 'task' ORDER BY p.no LIMIT 1) w ON true
 ORDER BY d.supplement_by, d.id
