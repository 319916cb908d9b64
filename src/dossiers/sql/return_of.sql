-- $1 dossier
SELECT taken_by, taken_number, by_right, means, proof, at, official_id, originals_taken FROM dossier_returns WHERE dossier_id = $1::bigint
