-- $1 question to the citizen  $2 agency  $3 official  $4 source  $5 now
INSERT INTO source_looks (ask_id, agency_id, official_id, source, at)
VALUES ($1::bigint, $2::bigint, $3::bigint, $4, $5::timestamptz) RETURNING id
