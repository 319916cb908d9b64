-- The whole document is done: what is still open ends with it.
-- $1 delivery   $2 now
UPDATE assignments SET state = 'done', done_at = $2, unread = false WHERE delivery_id = $1 AND state = 'open'
