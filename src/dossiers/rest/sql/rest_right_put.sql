-- $1 system  $2 right  $3 agency, or NULL  $4 now
INSERT INTO system_rights (system_id, name, agency_id, given_at) VALUES ($1::bigint, $2, $3::bigint, $4::timestamptz)
ON CONFLICT DO NOTHING
