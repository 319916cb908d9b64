-- $1 system
SELECT certificate FROM connected_systems WHERE id = $1::bigint FOR UPDATE
