-- $1 delivery   $2 official   $3 now
UPDATE assignments SET started_at = coalesce(started_at, $3), unread = false
 WHERE delivery_id = $1 AND official_id = $2 AND state = 'open' RETURNING role, started_at = $3 AS first
