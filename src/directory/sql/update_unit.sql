-- $1 id $2 agency (guard) $3 code $4 name $5 short name $6 position $7 valid from $8 valid to
UPDATE units SET code = $3, name = $4, short_name = $5, position = $6::int, valid_from = $7::date, valid_to = $8::date
 WHERE id = $1::bigint AND agency_id = $2::bigint
