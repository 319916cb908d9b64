-- $1 delivery   $2 now
UPDATE incoming_entries SET closed_at = $2 WHERE delivery_id = $1
