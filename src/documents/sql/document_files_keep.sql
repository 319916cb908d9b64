-- Takes away the files that the form no longer names.
-- $1 document   $2 uids that stay (text[])
DELETE FROM document_files WHERE document_id = $1 AND NOT uid::text = ANY($2::text[])
