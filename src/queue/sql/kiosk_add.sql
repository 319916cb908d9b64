-- $1 uid  $2 desk  $3 agency  $4 name  $5 digest of the secret  $6 now  $7 official
INSERT INTO queue_kiosks (uid, desk_id, agency_id, name, secret, made_at, made_by)
VALUES ($1::uuid, $2::bigint, $3::bigint, $4, $5, $6::timestamptz, $7::bigint)
