-- By the whole number; who asks is written down.
-- $1 kind  $2 number  $3 reason  $4 now
SELECT kind, number, name, born_on, sex, phone, email, commune, address FROM lt_find_citizen($1, $2, $3, $4::timestamptz)
