-- $1 dossiers (bigint[])
SELECT dossier_id, changed_at FROM dossier_syncs
 WHERE dossier_id = ANY ($1::bigint[]) AND service = 'DongBoHoSoMC' AND state = 'sent'
