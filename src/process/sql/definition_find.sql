-- $1 id
SELECT id, uid, agency_id, key, version, name, source FROM process_definitions WHERE id = $1
