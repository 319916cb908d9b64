-- Who does a task; what was wrong with its assignment is mended by it.
-- $1 instance  $2 wait  $3 agency  $4 role  $5 official (NULL: whoever takes it)
UPDATE process_waits SET performer_id = $3, role = $4, assignee_id = $5::bigint, trouble = NULL
 WHERE instance_id = $1::bigint AND no = $2::int AND kind = 'task'
