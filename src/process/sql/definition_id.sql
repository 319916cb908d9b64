-- $1 uid
SELECT id FROM process_definitions WHERE uid = $1::uuid
