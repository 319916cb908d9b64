-- Drawings that the agency may use: all versions of one, or the newest version of each.
-- $1 agency  $2 key ('': all)
SELECT d.id, d.uid, d.agency_id, d.key, d.version, d.name, d.note, d.deployed_at, d.deployed_by, d.retired_at,
       (SELECT count(*) FROM process_instances i WHERE i.definition_id = d.id AND i.ended_at IS NULL) AS open,
       (SELECT count(*) FROM process_waits w WHERE w.trouble IS NOT NULL AND w.agency_id = $1::bigint AND w.definition_id = d.id) AS troubles
  FROM process_definitions d
 WHERE (d.agency_id = $1::bigint OR d.agency_id IS NULL)
   AND CASE $2 WHEN '' THEN d.version = (SELECT max(n.version) FROM process_definitions n
                                         WHERE n.key = d.key AND n.agency_id IS NOT DISTINCT FROM d.agency_id)
       ELSE d.key = $2 END
 ORDER BY d.name, d.agency_id NULLS FIRST, d.version DESC
