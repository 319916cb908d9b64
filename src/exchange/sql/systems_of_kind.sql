-- $1 kind
SELECT code FROM connected_systems WHERE kind = $1 AND active ORDER BY id
