-- The process that a wait of the caller called.
-- $1 caller  $2 wait
SELECT id FROM process_instances WHERE parent_id = $1::bigint AND parent_wait = $2::int
