-- $1 uid
SELECT source FROM process_definitions WHERE uid = $1::uuid
