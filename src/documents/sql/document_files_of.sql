-- $1 document
SELECT uid, name, media_type, size, sha256 FROM document_files WHERE document_id = $1 ORDER BY position
