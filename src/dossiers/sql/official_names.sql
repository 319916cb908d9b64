-- $1 officials
SELECT id, name FROM officials WHERE id = ANY ($1::bigint[])
