-- $1 petition
SELECT kind, at, agency_id, official_id, to_id, words, due_at FROM dossier_petition_acts WHERE petition_id = $1::bigint ORDER BY id
