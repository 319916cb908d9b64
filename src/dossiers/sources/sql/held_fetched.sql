-- $1 uid  $2 media type  $3 size  $4 sha256  $5 now
UPDATE held_papers SET media_type = $2, size = $3::bigint, sha256 = $4, fetched_at = $5::timestamptz
 WHERE uid = $1::uuid AND sha256 IS NULL AND dossier_id IS NULL
