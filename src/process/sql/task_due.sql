-- $1 instance  $2 wait  $3 due
UPDATE process_waits SET due_at = $3::timestamptz WHERE instance_id = $1::bigint AND no = $2::int
