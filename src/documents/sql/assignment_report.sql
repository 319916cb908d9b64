-- A lead's part stays open until the document is done: what is reported before that is progress.
-- $1 delivery   $2 official   $3 now   $4 report   $5 the document is done
UPDATE assignments SET state = CASE WHEN role = 'lead' AND NOT $5::boolean THEN 'open' ELSE 'done' END,
       done_at = CASE WHEN role = 'lead' AND NOT $5::boolean THEN NULL ELSE $3::timestamptz END,
       report = $4, unread = false, started_at = coalesce(started_at, $3::timestamptz)
 WHERE delivery_id = $1 AND official_id = $2 AND state = 'open' RETURNING role
