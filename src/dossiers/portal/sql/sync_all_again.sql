-- $1 now
UPDATE dossier_syncs SET state = 'waiting', tries = 0, due_at = $1::timestamptz, changed_at = $1::timestamptz WHERE state = 'failed'
RETURNING code
