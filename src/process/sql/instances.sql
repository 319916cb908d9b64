-- Instances of the agency, the newest first.
-- $1 agency  $2 definition (NULL: all)  $3 state ('open', 'trouble', 'ended', '': all)  $4 begin of the business key ('': all)
-- $5 below that id (0: from the newest)  $6 at most
SELECT i.id, i.uid, d.uid AS definition, d.name AS process, d.version, i.business_key, i.status, i.started_at, i.ended_at,
       (SELECT string_agg(DISTINCT nullif(w.title, ''), ', ') FROM process_waits w WHERE w.instance_id = i.id) AS waits_at,
       EXISTS (SELECT 1 FROM process_waits w WHERE w.instance_id = i.id AND w.trouble IS NOT NULL) OR i.status = 'stuck' AS trouble
  FROM process_instances i JOIN process_definitions d ON d.id = i.definition_id
 WHERE i.agency_id = $1::bigint AND ($2::uuid IS NULL OR d.uid = $2::uuid)
   AND CASE $3 WHEN 'open' THEN i.ended_at IS NULL WHEN 'ended' THEN i.ended_at IS NOT NULL
               WHEN 'trouble' THEN i.ended_at IS NULL AND (i.status = 'stuck' OR EXISTS (
                   SELECT 1 FROM process_waits w WHERE w.instance_id = i.id AND w.trouble IS NOT NULL)) ELSE true END
   AND ($4 = '' OR starts_with(i.business_key, $4)) AND ($5::bigint = 0 OR i.id < $5::bigint)
 ORDER BY i.id DESC LIMIT $6::int
