-- What the dossier of a component is made of; no row where the parent is not worked on any more, or another agency decides it.
-- $1 uid of the parent  $2 no
SELECT id, code, version_uid, case_no, way, owner, agent, answers, sets, component_code, component_name, child_uid
  FROM lt_begin_component($1::uuid, $2::int)
