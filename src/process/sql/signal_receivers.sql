-- $1 agency  $2 name  $3 instance that threw it (NULL: none)
SELECT DISTINCT instance_id FROM process_waits
 WHERE kind = 'signal' AND name = $2 AND agency_id = $1 AND instance_id IS DISTINCT FROM $3::bigint
 ORDER BY instance_id
