-- $1 act  $2 document (uid)  $3 now
UPDATE signing_act_files SET closed_at = $3 WHERE act_id = $1 AND document_uid = $2
