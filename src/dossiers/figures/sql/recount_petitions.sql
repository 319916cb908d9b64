-- For the recount: petitions about dossiers that an agency decides; and who decided them at the moment, where they moved later.
-- $1 agency  $2 as of
SELECT p.id, p.due_at, p.answered_at,
       (SELECT m.from_id FROM dossier_moves m WHERE m.dossier_id = d.id AND m.decided AND m.at >= $2::timestamptz ORDER BY m.no LIMIT 1)
           AS decided_then
  FROM dossier_petitions p JOIN dossiers d ON d.id = p.dossier_id WHERE d.decides_id = $1::bigint ORDER BY p.id
