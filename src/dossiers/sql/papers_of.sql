-- $1 dossier
SELECT no, code, name, required, originals, certified, copies, source, missing, type FROM dossier_papers WHERE dossier_id = $1::bigint
 ORDER BY no
