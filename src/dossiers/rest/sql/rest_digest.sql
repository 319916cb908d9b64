-- $1 dossier
SELECT digest FROM dossier_systems WHERE dossier_id = $1::bigint
