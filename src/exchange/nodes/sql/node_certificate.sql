-- $1 system  $2 PEM
UPDATE connected_systems SET certificate = $2 WHERE id = $1::bigint
