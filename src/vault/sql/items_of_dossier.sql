-- $1 dossier
SELECT uid, used, withdrawn, source, no, code, name, number, issuer, issued_on, valid_from, valid_to, signature, fields, file_name, media_type,
       sha256
  FROM lt_vault_of_dossier($1::uuid)
