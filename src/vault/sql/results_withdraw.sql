-- $1 dossier  $2 reason  $3 now
SELECT lt_withdraw_vault_results($1::uuid, $2, $3::timestamptz) AS uid
