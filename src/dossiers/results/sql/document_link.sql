-- An outgoing document that is drafted for a dossier, also again after it was thrown away; nothing new when the form was sent before.
-- $1 document  $2 dossier  $3 agency  $4 code  $5 name  $6 official  $7 now
INSERT INTO dossier_documents AS l (document_uid, dossier_id, agency_id, code, name, made_by, made_at)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5, $6::bigint, $7::timestamptz)
ON CONFLICT (document_uid) DO UPDATE SET dropped_at = NULL, code = excluded.code, name = excluded.name, made_by = excluded.made_by,
       made_at = excluded.made_at
 WHERE l.dropped_at IS NOT NULL AND l.taken_at IS NULL AND l.dossier_id = excluded.dossier_id AND l.agency_id = excluded.agency_id
RETURNING 1 AS one
