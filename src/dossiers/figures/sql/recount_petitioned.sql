-- $1 dossiers (bigint[])
SELECT dossier_id, lodged_at FROM dossier_petitions WHERE dossier_id = ANY ($1::bigint[])
