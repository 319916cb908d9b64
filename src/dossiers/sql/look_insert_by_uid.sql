-- $1 uid of the dossier  $2 reason  $3 now
INSERT INTO dossier_looks (dossier_id, agency_id, official_id, reason, at)
SELECT id, current_setting('lt.agency')::bigint, current_setting('lt.official')::bigint, $2, $3::timestamptz FROM dossiers WHERE uid = $1::uuid
