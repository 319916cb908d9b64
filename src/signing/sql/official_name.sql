-- $1 official
SELECT name FROM officials WHERE id = $1
