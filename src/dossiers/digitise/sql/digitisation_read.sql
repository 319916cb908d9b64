-- $1 dossier  $2 file  $3 state  $4 message  $5 sha256 of the PDF or NULL  $6 found  $7 now
UPDATE dossier_digitisations SET state = $3, message = $4, sha256 = $5, found = $6::json, read_at = $7::timestamptz
 WHERE dossier_id = $1::bigint AND file_uid = $2::uuid AND state = 'reading'
