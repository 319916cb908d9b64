-- $1 slip  $2 dossier  $3 content  $4 at
INSERT INTO dossier_prints (slip_uid, dossier_id, agency_id, official_id, sha256, at)
VALUES ($1::uuid, $2::bigint, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, $3, $4::timestamptz)
