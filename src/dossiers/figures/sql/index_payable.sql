-- How the fees of some procedures could be paid online at an agency on a day, the earliest way first.
-- $1 agency  $2 codes (text[])  $3 day
SELECT p.code, x.way, x.since, x.basis, x.agency_id IS NULL AS everywhere
  FROM procedure_online_payments x
  JOIN procedures p ON p.id = x.procedure_id
 WHERE p.code = ANY ($2::text[]) AND coalesce(x.agency_id, 0) IN (0, $1::bigint) AND x.since <= $3::date AND (x.until IS NULL OR x.until > $3::date)
 ORDER BY p.code, x.since, x.id
