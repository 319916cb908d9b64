-- What is known of procedures whose fees are said to be paid online from a day on. `doubled_since`: of a record that says so already.
-- $1 codes (text[])  $2 agency, or 0 for the whole province  $3 since (date)  $4 way
SELECT p.code,
       EXISTS (SELECT FROM procedure_versions v WHERE v.procedure_id = p.id AND v.state = 'approved' AND v.has_fees
                  AND (v.valid_to IS NULL OR v.valid_to >= $3::date)) AS has_fees,
       EXISTS (SELECT FROM procedure_agencies a WHERE a.procedure_id = p.id AND a.part = 'receives'
                  AND ($2::bigint = 0 OR a.agency_id = $2::bigint)) AS is_received,
       (SELECT min(x.since) FROM procedure_online_payments x
         WHERE x.procedure_id = p.id AND x.way = $4 AND coalesce(x.agency_id, 0) IN (0, $2::bigint)
           AND (x.until IS NULL OR x.until > greatest(x.since, $3::date))
           -- One for the whole province that begins later leaves room for an agency that was earlier.
           AND (coalesce(x.agency_id, 0) = $2::bigint OR x.since <= $3::date)) AS doubled_since
  FROM procedures p WHERE p.code = ANY ($1::text[]) ORDER BY p.code
