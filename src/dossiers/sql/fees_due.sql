-- $1 dossier
SELECT EXISTS (SELECT 1 FROM dossier_fees WHERE dossier_id = $1::bigint AND state = 'due') AS due
