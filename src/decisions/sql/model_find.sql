-- $1 id
SELECT m.id, m.uid, m.agency_id, m.key, m.version, m.name, m.valid_from, m.valid_to, m.basis, m.note, m.deployed_at, o.name AS deployed_by,
       m.withdrawn_at, w.name AS withdrawn_by, m.withdrawn_why, m.source
  FROM decision_models m LEFT JOIN officials o ON o.id = m.deployed_by LEFT JOIN officials w ON w.id = m.withdrawn_by
 WHERE m.id = $1
