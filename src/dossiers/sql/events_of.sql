-- $1 dossier
SELECT no, agency_id, official_id, act, state, reason, detail, before, at FROM dossier_events WHERE dossier_id = $1::bigint ORDER BY no
