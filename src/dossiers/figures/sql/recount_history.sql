-- $1 dossiers (bigint[])
SELECT dossier_id, act, at FROM dossier_events WHERE dossier_id = ANY ($1::bigint[]) ORDER BY dossier_id, no
