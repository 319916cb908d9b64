-- What was signed after all, by another request at the same time, stays signed.
-- $1 act  $2 document (uid)  $3 why it was not signed (JSON)
UPDATE signing_act_files SET why = $3 WHERE act_id = $1 AND document_uid = $2 AND closed_at IS NULL
