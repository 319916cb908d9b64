-- $1 period  $2 first day  $3 array of results
INSERT INTO index_results (period, starts_on, agency_id, component, numerator, denominator, score)
SELECT $1, $2::date, r.agency_id, r.component, r.numerator, r.denominator, r.score
  FROM json_to_recordset($3::json) AS r (agency_id bigint, component text, numerator bigint, denominator bigint, score numeric)
