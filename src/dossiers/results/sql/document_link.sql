-- An outgoing document that is drafted for a dossier; nothing new when the form was sent before.
-- $1 document  $2 dossier  $3 agency  $4 code  $5 name  $6 official  $7 now
INSERT INTO dossier_documents (document_uid, dossier_id, agency_id, code, name, made_by, made_at)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5, $6::bigint, $7::timestamptz)
ON CONFLICT (document_uid) DO NOTHING RETURNING 1 AS one
