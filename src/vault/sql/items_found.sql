-- $1 code of a dossier or NULL  $2 item or NULL  $3 reason  $4 now
SELECT uid, dossier_uid, dossier_code, owner_name, source, code, name, number, issuer, issued_on, valid_to, signature, kept_at, kept_by,
       ended, ended_why, ended_at, uses
  FROM lt_find_vault_items($1, $2::uuid, $3, $4::timestamptz)
