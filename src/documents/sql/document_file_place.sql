-- Keeps where number, date and signatures go in a file; nothing when its content is no longer the one that was looked at, or is signed.
-- $1 file (uid)   $2 content   $3 places (JSON, NULL: found from the text)
UPDATE document_files SET places = $3::jsonb WHERE uid = $1 AND sha256 = $2 AND signed IS NULL RETURNING uid
