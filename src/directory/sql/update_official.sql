-- $1 id $2 agency (guard) $3 name $4 e-mail $5 phone $6 folded $7 sort name
UPDATE officials SET name = $3, email = $4, phone = $5, folded = $6, sort_name = $7
 WHERE id = $1::bigint AND agency_id = $2::bigint
