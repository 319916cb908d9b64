-- $1 hash of the token  $2 account  $3 post or NULL  $4 stage  $5 csrf  $6 now  $7 expires
INSERT INTO sessions (token_hash, account_id, post_id, stage, csrf, created_at, seen_at, expires_at)
VALUES ($1::bytea, $2::bigint, $3::bigint, $4, $5, $6::timestamptz, $6::timestamptz, $7::timestamptz)
