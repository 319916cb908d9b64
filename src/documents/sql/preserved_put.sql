-- Puts the new version in place of the one that it was made of; nothing when that is no longer there.
-- $1 file (uid)   $2 content before   $3 content   $4 size   $5 now   $6 renew by
UPDATE preserved_files p SET sha256 = $3, size = $4, versions = versions + 1, made_at = $5, renew_by = $6, why = ''
  FROM documents x JOIN document_files f ON f.document_id = x.id
 WHERE p.file_uid = $1 AND p.sha256 = $2 AND f.uid = p.file_uid RETURNING x.uid, f.name
