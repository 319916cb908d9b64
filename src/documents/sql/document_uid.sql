-- $1 document
SELECT uid FROM documents WHERE id = $1
