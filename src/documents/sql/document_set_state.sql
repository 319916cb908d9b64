-- $1 id   $2 state   $3 now   $4 note (reason of a return)
UPDATE own_documents SET state = $2, changed_at = $3, note = $4, version = version + 1 WHERE id = $1
