-- $1 uid $2 agency $3 code $4 name $5 short name $6 position $7 valid from $8 valid to
INSERT INTO units (uid, agency_id, code, name, short_name, position, valid_from, valid_to)
VALUES ($1::uuid, $2::bigint, $3, $4, $5, $6::int, $7::date, $8::date)
RETURNING id
