-- $1 dossier
SELECT uid, kind, event_no, year, number, content, sha256, at FROM dossier_slips WHERE dossier_id = $1::bigint ORDER BY at, kind
