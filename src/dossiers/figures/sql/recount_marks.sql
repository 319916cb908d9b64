-- $1 petitions (bigint[])
SELECT petition_id, liked, at FROM dossier_petition_marks WHERE petition_id = ANY ($1::bigint[]) ORDER BY id
