-- $1 document   $2 uid   $3 name   $4 media type   $5 size   $6 sha256
INSERT INTO document_files (document_id, position, uid, name, media_type, size, sha256)
SELECT $1, coalesce(max(position), 0) + 1, $2, $3, $4, $5, $6 FROM document_files WHERE document_id = $1
