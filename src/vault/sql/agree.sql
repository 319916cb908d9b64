-- $1 form  $2 kind  $3 number  $4 purpose  $5 now
SELECT lt_agree_vault($1::uuid, $2, $3, $4, $5::timestamptz) AS agreed
