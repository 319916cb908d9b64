-- A scan is to be read; what was read before stays until it is read anew. No row changed: it is being read, or was confirmed.
-- $1 dossier  $2 file  $3 paper  $4 now  $5 official
INSERT INTO dossier_digitisations AS d (dossier_id, file_uid, paper_no, state, asked_at, asked_by)
VALUES ($1::bigint, $2::uuid, $3::int, 'reading', $4::timestamptz, $5::bigint)
ON CONFLICT (dossier_id, file_uid) DO UPDATE SET state = 'reading', message = '', asked_at = EXCLUDED.asked_at, asked_by = EXCLUDED.asked_by
 WHERE d.state IN ('read', 'failed')
