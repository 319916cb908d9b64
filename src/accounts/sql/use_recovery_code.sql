-- $1 account  $2 hash  $3 now
UPDATE recovery_codes SET used_at = $3::timestamptz
 WHERE account_id = $1::bigint AND code_hash = $2::bytea AND used_at IS NULL
