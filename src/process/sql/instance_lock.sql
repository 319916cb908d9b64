-- An instance, locked until the end of the transaction, with who performs what it waits for and since when.
-- $1 uid
SELECT i.id, i.uid, i.agency_id, i.definition_id, i.business_key, i.status, i.version, i.state, i.parent_id, i.parent_wait,
       (SELECT json_agg(json_build_array(w.no, w.performer_id, extract(epoch FROM w.opened_at)::bigint)) FROM process_waits w
         WHERE w.instance_id = i.id) AS performed
  FROM process_instances i WHERE i.uid = $1::uuid FOR UPDATE OF i
