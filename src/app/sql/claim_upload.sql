-- Gives a file that came by plain multipart its name and its owner, once.
-- $1 id   $2 owner   $3 name
UPDATE uploads SET owner = $2, name = $3 WHERE id = $1 AND owner = ''
