-- All versions of a key that an agency may use, also withdrawn ones: those of the nearest owner first, of one owner the newest first.
-- $1 agency (0: the province)  $2 key  $3 at most
SELECT m.id, m.uid, m.agency_id, m.key, m.version, m.name, m.valid_from, m.valid_to, m.basis, m.note, m.deployed_at, o.name AS deployed_by,
       m.withdrawn_at, w.name AS withdrawn_by, m.withdrawn_why
  FROM decision_models m LEFT JOIN agencies_above($1::bigint) up ON up.id = m.agency_id
       LEFT JOIN officials o ON o.id = m.deployed_by LEFT JOIN officials w ON w.id = m.withdrawn_by
 WHERE m.key = $2 AND (m.agency_id IS NULL OR up.id IS NOT NULL)
 ORDER BY up.far NULLS LAST, m.version DESC LIMIT $3::int
