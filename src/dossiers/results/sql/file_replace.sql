-- $1 file  $2 now
UPDATE dossier_files SET replaced_at = $2::timestamptz WHERE uid = $1::uuid AND replaced_at IS NULL
