-- The dossier that a document is for, while its result is not written down.
-- $1 document
SELECT d.uid FROM dossier_documents l JOIN dossiers d ON d.id = l.dossier_id
 WHERE l.document_uid = $1::uuid AND l.taken_at IS NULL AND l.dropped_at IS NULL
