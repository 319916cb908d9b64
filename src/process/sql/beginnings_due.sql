-- Timers that start processes, of the newest versions; those of older ones fire no more.
-- $1 now
SELECT b.definition_id, b.element, b.event, b.agency_id,
       d.retired_at IS NULL AND NOT EXISTS (SELECT 1 FROM process_definitions n WHERE n.key = d.key AND n.retired_at IS NULL
                                             AND n.agency_id IS NOT DISTINCT FROM d.agency_id AND n.version > d.version) AS newest
  FROM process_beginnings b JOIN process_definitions d ON d.id = b.definition_id
 WHERE b.due_at <= $1::timestamptz ORDER BY b.due_at
