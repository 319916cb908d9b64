-- Processes that begin with it: the newest version of each that is not retired, the agency's own drawing before the province's.
-- $1 agency  $2 kind  $3 name
SELECT d.id AS definition_id, b.element, b.event FROM process_beginnings b JOIN process_definitions d ON d.id = b.definition_id
 WHERE b.kind = $2 AND b.name = $3 AND d.retired_at IS NULL AND (d.agency_id = $1::bigint OR d.agency_id IS NULL)
   AND NOT EXISTS (SELECT 1 FROM process_definitions n
                    WHERE n.key = d.key AND n.retired_at IS NULL AND (n.agency_id = $1::bigint OR n.agency_id IS NULL)
                      AND ((n.agency_id IS NOT DISTINCT FROM d.agency_id AND n.version > d.version)
                           OR (n.agency_id IS NOT NULL AND d.agency_id IS NULL)))
 ORDER BY d.id
