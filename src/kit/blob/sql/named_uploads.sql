-- $1 ids (text[])
SELECT id FROM uploads WHERE id = ANY ($1::text[])
