-- Recipients who still hold the document, as its sender sees them, and the reader's own delivery.
-- $1 document   $2 agency
SELECT agency_id FROM sent_deliveries WHERE document_id = $1 AND state <> 'recalled'
 UNION
SELECT agency_id FROM deliveries WHERE document_id = $1 AND agency_id = $2 AND state <> 'recalled'
