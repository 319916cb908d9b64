-- $1 uid
SELECT i.id, i.uid, d.uid AS definition, d.name AS process, d.version, i.business_key, i.status, i.started_at, i.ended_at,
       (SELECT string_agg(DISTINCT nullif(w.title, ''), ', ') FROM process_waits w WHERE w.instance_id = i.id) AS waits_at,
       EXISTS (SELECT 1 FROM process_waits w WHERE w.instance_id = i.id AND w.trouble IS NOT NULL) OR i.status = 'stuck' AS trouble
  FROM process_instances i JOIN process_definitions d ON d.id = i.definition_id
 WHERE i.uid = $1::uuid
