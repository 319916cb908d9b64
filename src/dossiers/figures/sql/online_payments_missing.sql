-- Procedures with fees that an agency receives, or any of the province, and whose fees can't be paid online there yet.
-- $1 agency, or 0 for the whole province  $2 day  $3 code of the row before, '' for the first page  $4 limit
SELECT p.code, v.name
  FROM procedures p
  JOIN procedure_versions v ON v.procedure_id = p.id AND v.state = 'approved' AND v.has_fees
                           AND v.valid_from <= $2::date AND (v.valid_to IS NULL OR v.valid_to >= $2::date)
 WHERE EXISTS (SELECT FROM procedure_agencies a WHERE a.procedure_id = p.id AND a.part = 'receives'
                  AND ($1::bigint = 0 OR a.agency_id = $1::bigint))
   AND NOT EXISTS (SELECT FROM procedure_online_payments x WHERE x.procedure_id = p.id AND coalesce(x.agency_id, 0) IN (0, $1::bigint)
                      AND x.since <= $2::date AND (x.until IS NULL OR x.until > $2::date))
   AND p.code > $3
 ORDER BY p.code LIMIT $4::int
