-- $1 system
SELECT code FROM connected_systems WHERE id = $1::bigint AND active
