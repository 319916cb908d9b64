-- $1 dossier  $2 uid
SELECT uid, kind, event_no, year, number, content, sha256, at FROM dossier_slips WHERE dossier_id = $1::bigint AND uid = $2::uuid
