-- A piece of the register: dossiers that the agency received in a span, by time. Nobody handed in the components of linked procedures.
-- $1 agency  $2 from  $3 before  $4 received_at and $5 id of the row before (NULL: from the first)  $6 limit
SELECT d.id, d.code, v.name AS procedure, d.sets, d.owner_name, d.owner_phone, d.owner, d.decides_id, d.received_at, d.first_due_at,
       d.delivery, d.state, r.at AS returned_at, r.taken_by, d.resolved_at
  FROM dossiers d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN dossier_returns r ON r.dossier_id = d.id
 WHERE d.agency_id = $1::bigint AND d.received_at >= $2::timestamptz AND d.received_at < $3::timestamptz AND d.parent_id IS NULL
   AND ($4::timestamptz IS NULL OR (d.received_at, d.id) > ($4::timestamptz, $5::bigint))
 ORDER BY d.received_at, d.id LIMIT $6::int
