-- $1 uid  $2 dossier  $3 content  $4 contact  $5 way  $6 now  $7 official, 0: the citizen  $8 due  $9 basis
INSERT INTO dossier_petitions (uid, dossier_id, content, contact, way, lodged_at, lodged_by, due_at, basis)
VALUES ($1::uuid, $2::bigint, $3, $4, $5, $6::timestamptz, $7::bigint, $8::timestamptz, $9)
