-- $1 dossier
SELECT code, name, reason FROM dossier_waived_results WHERE dossier_id = $1::bigint ORDER BY at, code
