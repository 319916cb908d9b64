-- $1 system  $2 active
UPDATE connected_systems SET active = $2::boolean WHERE id = $1::bigint
