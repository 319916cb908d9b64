-- What a process that is gone was delivering.
-- $1 now
UPDATE axis_items SET state = 'initial', changed_at = $1 WHERE system_id IS NULL AND state = 'processing'
