-- $1 agency  $2 instance  $3 wait  $4 official
UPDATE process_waits SET assignee_id = NULL
 WHERE kind = 'task' AND performer_id = $1::bigint AND instance_uid = $2::uuid AND no = $3::int AND assignee_id = $4::bigint
