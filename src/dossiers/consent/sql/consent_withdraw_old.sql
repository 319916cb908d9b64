-- What was agreed to before citizens answered themselves.
-- $1 form  $2 now
SELECT lt_withdraw_vault($1::uuid, $2::timestamptz) AS gone
