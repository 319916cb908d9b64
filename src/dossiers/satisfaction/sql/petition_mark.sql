-- $1 petition  $2 liked  $3 now
INSERT INTO dossier_petition_marks (petition_id, liked, at) VALUES ($1::bigint, $2::boolean, $3::timestamptz)
