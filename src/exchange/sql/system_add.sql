-- $1 uid  $2 code  $3 name  $4 kind  $5 sealed secret  $6 address  $7 may send  $8 may register  $9 rate  $10 largest  $11 now
INSERT INTO connected_systems (uid, code, name, kind, secret, address, may_send, may_register, rate, largest, created_at, secret_at)
VALUES ($1::uuid, $2, $3, $4, $5, $6, $7::boolean, $8::boolean, $9::int, $10::bigint, $11::timestamptz, $11::timestamptz)
RETURNING id
