-- A job that is done again changes nothing.
-- $1 migration  $2 instance  $3 element at which it is held back  $4 why ('': it was moved)
UPDATE process_migration_instances SET state = CASE $4 WHEN '' THEN 'moved' ELSE 'held_back' END, element = $3, why = $4
 WHERE migration_id = $1::bigint AND instance_id = $2::bigint AND state = 'waiting'
