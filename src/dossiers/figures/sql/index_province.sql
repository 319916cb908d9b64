-- What is kept of all agencies.
-- $1 period  $2 first day
SELECT agency_id, component, numerator, denominator, (score * 100)::bigint AS hundredths
  FROM lt_province_indices($1, $2::date) ORDER BY agency_id
