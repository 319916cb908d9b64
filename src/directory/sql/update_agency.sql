-- $1 id $2 code $3 alias $4 name $5 short name $6 abbreviation $7 level $8 kind $9 parent $10 place $11 position
-- $12 valid from $13 valid to $14 folded
UPDATE agencies
   SET code = $2, alias = $3, name = $4, short_name = $5, abbreviation = $6, level = $7, kind = $8,
       parent_id = $9::bigint, place = $10, position = $11::int, valid_from = $12::date, valid_to = $13::date,
       folded = $14
 WHERE id = $1::bigint
