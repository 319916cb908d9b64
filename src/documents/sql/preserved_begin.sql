-- The files that the agency has signed are to be preserved from some time on.
-- $1 document   $2 agency   $3 now   $4 from when
INSERT INTO preserved_files (file_uid, document_id, agency_id, sha256, size, renew_by, tried_at)
SELECT uid, document_id, $2, sha256, size, $4, $3 FROM document_files WHERE document_id = $1 AND signed = 'agency'
ON CONFLICT DO NOTHING
