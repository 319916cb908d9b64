-- Documents that are on their way for a dossier.
-- $1 dossier
SELECT document_uid, agency_id, name, made_at FROM dossier_documents
 WHERE dossier_id = $1::bigint AND taken_at IS NULL AND dropped_at IS NULL ORDER BY made_at
