-- $1 document   $2 now
SELECT agency_id, document_id, file_uid, sha256, versions, renew_by FROM preserved_files
 WHERE document_id = $1 AND renew_by <= $2::timestamptz ORDER BY file_uid
