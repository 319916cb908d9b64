-- True once.
-- $1 id  $2 now
UPDATE process_messages SET spread_at = $2::timestamptz WHERE id = $1 AND spread_at IS NULL
