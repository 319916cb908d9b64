-- The same for what could not be preserved when it was tried, in turn.
-- $1 now (timestamptz)   $2 tried before (timestamptz)   $3 limit (int)
SELECT agency_id, document_id, file_uid, sha256, versions, renew_by FROM preserved_files
 WHERE renew_by <= $1::timestamptz AND why <> '' AND tried_at <= $2::timestamptz ORDER BY tried_at LIMIT $3
