-- The preserved version of a file, of the own agency only.
-- $1 file uid
SELECT f.uid, f.name, f.media_type, p.size, p.sha256 FROM document_files f JOIN preserved_files p ON p.file_uid = f.uid
 WHERE f.uid = $1 AND p.versions > 0
