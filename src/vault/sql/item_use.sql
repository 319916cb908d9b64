-- $1 dossier  $2 item  $3 paper  $4 now
SELECT lt_use_vault_item($1::uuid, $2::uuid, $3::int, $4::timestamptz) AS used
