-- Issues a document that has its number and the agency's signature.
-- $1 document   $2 now
UPDATE own_documents SET state = 'issued', issued_at = $2, changed_at = $2, version = version + 1 WHERE id = $1
