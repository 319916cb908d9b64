-- $1 system  $2 sealed secret  $3 now
UPDATE connected_systems SET secret = $2, secret_at = $3 WHERE id = $1::bigint
