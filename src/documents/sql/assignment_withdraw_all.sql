-- $1 delivery
UPDATE assignments SET state = 'withdrawn' WHERE delivery_id = $1 AND state = 'open'
