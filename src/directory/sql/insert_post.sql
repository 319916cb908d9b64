-- $1 uid $2 official $3 agency $4 unit or NULL $5 title $6 role $7 position $8 valid from $9 valid to
INSERT INTO posts (uid, official_id, agency_id, unit_id, title, role, position, valid_from, valid_to)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4::bigint, $5, $6, $7::int, $8::date, $9::date)
RETURNING id
