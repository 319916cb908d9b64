-- One more failure from an address; a window that has run out starts again.
-- $1 key  $2 now  $3 begin of the oldest window that still counts
INSERT INTO log_in_failures (key, failed_count, since) VALUES ($1, 1, $2::timestamptz)
ON CONFLICT (key) DO UPDATE
   SET failed_count = CASE WHEN log_in_failures.since > $3::timestamptz THEN log_in_failures.failed_count + 1 ELSE 1 END,
       since = CASE WHEN log_in_failures.since > $3::timestamptz THEN log_in_failures.since ELSE $2::timestamptz END
