-- $1 document
SELECT agency_id FROM document_recipients WHERE document_id = $1 ORDER BY agency_id
