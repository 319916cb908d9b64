-- One of them, in the scope of its agency.
-- $1 instance  $2 wait
SELECT w.instance_uid, w.no, w.agency_id, d.uid AS definition, d.name AS process, d.version, w.element, w.kind, w.trouble, w.opened_at
  FROM process_waits w JOIN process_definitions d ON d.id = w.definition_id
 WHERE w.instance_uid = $1::uuid AND w.no = $2::int AND w.trouble IS NOT NULL
