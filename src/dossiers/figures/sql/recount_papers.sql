-- $1 dossiers (bigint[])
SELECT dossier_id, source FROM dossier_papers WHERE dossier_id = ANY ($1::bigint[]) AND source <> 'brought'
