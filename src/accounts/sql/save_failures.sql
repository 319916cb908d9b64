-- $1 account  $2 count  $3 locked until or NULL  $4 last failure or NULL
UPDATE accounts SET failed_count = $2::int, locked_until = $3::timestamptz, failed_at = $4::timestamptz WHERE id = $1::bigint
