-- $1 limit
SELECT id, kind, payload, error, attempts, failed_at FROM dead_letters ORDER BY id DESC LIMIT $1::integer
