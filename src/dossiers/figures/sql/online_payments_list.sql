-- What was written down of fees that can be paid online, by code.
-- $1 agency, 0 for the whole province, NULL for all  $2 what goes on or what ended, NULL for both
-- $3 code and $4 id of the row before, '' and 0 for the first page  $5 limit
SELECT x.id, coalesce(x.agency_id, 0) AS agency_id, p.code, coalesce(v.name, p.code) AS name, x.way, x.since, x.basis, x.entered_at,
       o.name AS entered_by, x.until, x.end_reason, x.ended_at, e.name AS ended_by
  FROM procedure_online_payments x
  JOIN procedures p ON p.id = x.procedure_id
  LEFT JOIN LATERAL (SELECT y.name FROM procedure_versions y WHERE y.procedure_id = p.id ORDER BY y.version DESC LIMIT 1) v ON true
  JOIN officials o ON o.id = x.entered_by
  LEFT JOIN officials e ON e.id = x.ended_by
 WHERE ($1::bigint IS NULL OR coalesce(x.agency_id, 0) = $1::bigint) AND ($2::boolean IS NULL OR (x.until IS NULL) = $2::boolean)
   AND (p.code, x.id) > ($3::text, $4::bigint)
 ORDER BY p.code, x.id LIMIT $5::int
