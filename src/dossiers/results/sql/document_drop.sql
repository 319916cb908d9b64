-- It becomes no result any more; no row: it has become one, or was dropped before.
-- $1 document  $2 now
UPDATE dossier_documents SET dropped_at = $2::timestamptz WHERE document_uid = $1::uuid AND taken_at IS NULL AND dropped_at IS NULL
RETURNING agency_id, name
