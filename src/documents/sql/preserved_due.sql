-- What is to be preserved or renewed, the most pressing first.
-- $1 now (timestamptz)   $2 limit (int)
SELECT agency_id, document_id, file_uid, sha256, versions, renew_by FROM preserved_files
 WHERE renew_by <= $1::timestamptz AND why = '' ORDER BY renew_by LIMIT $2
