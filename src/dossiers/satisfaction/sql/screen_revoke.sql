-- $1 uid  $2 now
UPDATE rating_screens SET revoked_at = $2::timestamptz WHERE uid = $1::uuid AND revoked_at IS NULL
