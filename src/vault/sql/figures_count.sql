-- $1 agency, or NULL for all  $2 from  $3 to
SELECT agency_id, month, received, digitised, resolved, with_result, reusable, reused
  FROM lt_count_digitisation($1::bigint, $2::timestamptz, $3::timestamptz)
