-- $1 item  $2 reason  $3 now
SELECT lt_revoke_vault_item($1::uuid, $2, $3::timestamptz) AS revoked
