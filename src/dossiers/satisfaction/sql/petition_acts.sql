-- $1 petition
SELECT kind, at, agency_id, official_id, to_id, words FROM dossier_petition_acts WHERE petition_id = $1::bigint ORDER BY id
