-- What is open now, by agency and field.
-- $1 agency, 0 for all  $2 now  $3 end of today
SELECT agency_id, field_id, waiting, working, today, late, supplement, results
  FROM lt_count_open(nullif($1::bigint, 0), $2::timestamptz, $3::timestamptz)
