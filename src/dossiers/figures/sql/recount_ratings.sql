-- $1 dossiers (bigint[])
SELECT dossier_id, way, level, at FROM dossier_ratings WHERE dossier_id = ANY ($1::bigint[]) ORDER BY id
