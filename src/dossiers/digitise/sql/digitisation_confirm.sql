-- $1 dossier  $2 file  $3 paper  $4 found  $5 item  $6 now  $7 official
INSERT INTO dossier_digitisations AS d (dossier_id, file_uid, paper_no, state, found, item_uid, asked_at, asked_by, read_at)
VALUES ($1::bigint, $2::uuid, $3::int, 'confirmed', $4::json, $5::uuid, $6::timestamptz, $7::bigint, $6::timestamptz)
ON CONFLICT (dossier_id, file_uid) DO UPDATE SET state = 'confirmed', message = '', found = EXCLUDED.found, item_uid = EXCLUDED.item_uid
