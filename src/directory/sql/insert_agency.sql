-- $1 uid $2 code $3 alias $4 name $5 short name $6 abbreviation $7 level $8 kind $9 parent $10 place $11 position
-- $12 valid from $13 valid to $14 folded
INSERT INTO agencies (uid, code, alias, name, short_name, abbreviation, level, kind, parent_id, place, position,
                      valid_from, valid_to, folded)
VALUES ($1::uuid, $2, $3, $4, $5, $6, $7, $8, $9::bigint, $10, $11::int, $12::date, $13::date, $14)
RETURNING id
