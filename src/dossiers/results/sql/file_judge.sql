-- $1 file  $2 verdict
UPDATE dossier_files SET verdict = $2 WHERE uid = $1::uuid
