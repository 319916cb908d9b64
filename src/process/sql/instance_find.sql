-- An instance as it is, without a lock.
-- $1 uid
SELECT id, uid, agency_id, definition_id, business_key, status, version, state, parent_id, parent_wait
  FROM process_instances WHERE uid = $1::uuid
