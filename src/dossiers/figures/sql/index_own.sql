-- What is kept of one agency.
-- $1 period  $2 first day  $3 agency
SELECT agency_id, component, numerator, denominator, (score * 100)::bigint AS hundredths FROM index_results
 WHERE period = $1 AND starts_on = $2::date AND agency_id = $3::bigint
