-- $1 dossier  $2 no
DELETE FROM dossier_results WHERE dossier_id = $1::bigint AND no = $2::int
