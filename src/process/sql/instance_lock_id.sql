-- An instance, locked until the end of the transaction.
-- $1 id
SELECT id, uid, agency_id, definition_id, business_key, status, version, state, parent_id, parent_wait
  FROM process_instances WHERE id = $1 FOR UPDATE
