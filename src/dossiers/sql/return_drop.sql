-- $1 dossier
DELETE FROM dossier_returns WHERE dossier_id = $1::bigint
