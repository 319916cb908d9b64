-- $1 dossier  $2 item  $3 reason  $4 now
SELECT file_name, media_type, sha256 FROM lt_open_vault_item($1::uuid, $2::uuid, $3, $4::timestamptz)
