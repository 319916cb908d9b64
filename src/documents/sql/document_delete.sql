-- A draft that is thrown away, with its files and recipients.
-- $1 id
DELETE FROM documents WHERE id = $1
