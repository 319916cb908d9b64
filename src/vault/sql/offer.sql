-- $1 form  $2 kind  $3 number  $4 purpose  $5 codes  $6 day  $7 now
SELECT uid, code, name, number, issuer, issued_on, valid_to FROM lt_offer_vault($1::uuid, $2, $3, $4, $5::text[], $6::date, $7::timestamptz)
