-- $1 account  $2 sealed secret or NULL  $3 confirmed at or NULL  $4 last accepted step
UPDATE accounts SET totp_secret = $2::bytea, totp_confirmed_at = $3::timestamptz, totp_last_step = $4::bigint
 WHERE id = $1::bigint
