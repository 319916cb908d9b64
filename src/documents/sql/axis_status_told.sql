-- $1 document  $2 agency  $3 code  $4 now
UPDATE axis_statuses SET told_at = $4 WHERE document_id = $1 AND agency_id = $2 AND code = $3
