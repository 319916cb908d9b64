-- $1 uid  $2 sha256
UPDATE dossier_slips SET sha256 = $2 WHERE uid = $1::uuid AND sha256 IS NULL
