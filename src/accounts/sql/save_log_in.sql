-- Both factors were right.
-- $1 account  $2 now
UPDATE accounts SET failed_count = 0, locked_until = NULL, last_log_in_at = $2::timestamptz WHERE id = $1::bigint
