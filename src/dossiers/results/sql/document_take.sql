-- Its result is written down, once.
-- $1 document  $2 now
UPDATE dossier_documents SET taken_at = $2::timestamptz WHERE document_uid = $1::uuid AND taken_at IS NULL AND dropped_at IS NULL
RETURNING code, name
