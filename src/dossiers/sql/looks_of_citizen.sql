-- $1 kind  $2 whole number  $3 now  $4 time and  $5 official of the row before, NULL: from the newest  $6 limit
SELECT agency_id, official_id, reason, at FROM lt_citizen_looks($1, $2, $3::timestamptz, $4::timestamptz, $5::bigint, $6::int)
