-- $1 item  $2 at most
SELECT used, agency_id, official_id, reason, dossier_code, at FROM lt_vault_history($1::uuid, $2::int)
