-- $1 agency  $2 uid
SELECT d.id, d.uid, d.agency_id, d.key, d.version, d.name, d.note, d.deployed_at, d.deployed_by, d.retired_at,
       (SELECT count(*) FROM process_instances i WHERE i.definition_id = d.id AND i.ended_at IS NULL) AS open,
       (SELECT count(*) FROM process_waits w WHERE w.trouble IS NOT NULL AND w.agency_id = $1::bigint AND w.definition_id = d.id) AS troubles
  FROM process_definitions d
 WHERE d.uid = $2::uuid AND (d.agency_id = $1::bigint OR d.agency_id IS NULL)
