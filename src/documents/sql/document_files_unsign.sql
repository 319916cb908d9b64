-- The files as the drafter had handed them in: signatures go with the approval that they stood for.
-- $1 document
UPDATE document_files SET sha256 = drafted_sha256, size = drafted_size, drafted_sha256 = NULL, drafted_size = NULL, signed = NULL
 WHERE document_id = $1 AND drafted_sha256 IS NOT NULL
