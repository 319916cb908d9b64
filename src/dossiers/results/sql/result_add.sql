-- One more result of a dossier, which is locked.
-- $1 dossier  $2 code  $3 name  $4 number  $5 issued_on  $6 signer  $7 file or NULL  $8 document or NULL
INSERT INTO dossier_results (dossier_id, no, code, name, number, issued_on, signer, file_uid, document_uid)
SELECT $1::bigint, coalesce(max(no) + 1, 0), $2, $3, $4, $5::date, $6, $7::uuid, $8::uuid
  FROM dossier_results WHERE dossier_id = $1::bigint
RETURNING no
