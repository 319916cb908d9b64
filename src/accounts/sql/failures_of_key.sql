-- $1 key
SELECT failed_count, since, locked_until FROM log_in_failures WHERE key = $1
