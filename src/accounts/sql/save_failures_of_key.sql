-- $1 key  $2 count  $3 since  $4 locked until or NULL
INSERT INTO log_in_failures (key, failed_count, since, locked_until)
VALUES ($1, $2::int, $3::timestamptz, $4::timestamptz)
ON CONFLICT (key) DO UPDATE SET failed_count = $2::int, since = $3::timestamptz, locked_until = $4::timestamptz
