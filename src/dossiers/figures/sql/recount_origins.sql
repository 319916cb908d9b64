-- $1 dossiers (bigint[])
SELECT dossier_id, from_store, verified, databases, paid_online FROM dossier_origins
 WHERE dossier_id = ANY ($1::bigint[])
