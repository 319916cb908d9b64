-- $1 dossier
SELECT settled_at, settled_by, settlement FROM dossier_returns WHERE dossier_id = $1::bigint
