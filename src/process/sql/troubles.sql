-- What does not go on by itself in any agency, the oldest first; for the operator.
-- $1 at most
SELECT t.instance_uid, t.no, t.agency_id, d.uid AS definition, d.name AS process, d.version, t.element, t.kind, t.trouble, t.opened_at
  FROM lt_process_troubles($1::int) t JOIN process_definitions d ON d.id = t.definition_id ORDER BY t.opened_at, t.instance_uid, t.no
