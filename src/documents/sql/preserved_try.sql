-- $1 file (uid)   $2 now   $3 why nothing was made
UPDATE preserved_files SET tried_at = $2, why = $3 WHERE file_uid = $1
