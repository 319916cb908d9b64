-- $1 uid
DELETE FROM procedure_versions WHERE uid = $1 AND state = 'draft' RETURNING procedure_id
