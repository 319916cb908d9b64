-- $1 instance  $2 wait  $3 what is wrong (NULL: nothing any more)
UPDATE process_waits SET trouble = $3 WHERE instance_id = $1::bigint AND no = $2::int
