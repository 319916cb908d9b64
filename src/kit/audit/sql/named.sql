-- $1 ids (bigint[])  $2 begin and $3 end of the year
SELECT id, at, agency_id, official_id, request_id, action, subject, detail
  FROM audit_named($1::bigint[], $2::timestamptz, $3::timestamptz)
