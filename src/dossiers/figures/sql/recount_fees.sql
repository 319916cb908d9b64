-- $1 dossiers (bigint[])
SELECT dossier_id, state, means, paid_at FROM dossier_fees WHERE dossier_id = ANY ($1::bigint[]) AND amount > 0
