-- $1 uid  $2 agency  $3 official  $4 name  $5 digest of the secret  $6 now
INSERT INTO rating_screens (uid, agency_id, official_id, name, secret, made_at)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5, $6::timestamptz)
