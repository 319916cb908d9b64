-- $1 delivery   $2 official   $3 now   $4 report
UPDATE assignments SET state = 'done', done_at = $3, report = $4, unread = false, started_at = coalesce(started_at, $3)
 WHERE delivery_id = $1 AND official_id = $2 AND state = 'open' RETURNING role
