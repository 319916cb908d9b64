-- With the preserved version where the reader's agency has one.
-- $1 document
SELECT f.uid, f.name, f.media_type, f.size, f.sha256, f.signed, f.places, f.indication, f.report, f.judged_at,
       p.versions, p.renew_by
  FROM document_files f LEFT JOIN preserved_files p ON p.file_uid = f.uid
 WHERE f.document_id = $1 ORDER BY f.position
