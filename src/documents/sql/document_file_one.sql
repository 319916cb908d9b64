-- $1 file uid
SELECT uid, name, media_type, size, sha256 FROM document_files WHERE uid = $1
