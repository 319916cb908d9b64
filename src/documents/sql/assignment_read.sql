-- $1 document uid   $2 official
UPDATE assignments SET unread = false
 WHERE unread AND official_id = $2 AND document_id = (SELECT id FROM documents WHERE uid = $1)
