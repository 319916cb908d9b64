-- What the sender has not been told, in order, and what a status says about the document that it is of; locked, so that two jobs tell one
-- after the other.
-- $1 document  $2 agency
SELECT s.code, s.words, s.staff, s.unit_id, s.at, x.uid, x.issuer_code, x.number_text, x.notation, x.issued_on,
       coalesce(t.wire_id, x.exchange_id) AS document_id, coalesce(t.business = 2, false) AS is_update
  FROM axis_statuses s LEFT JOIN documents x ON x.id = s.document_id LEFT JOIN axis_arrivals t ON t.document_id = s.document_id
 WHERE s.document_id = $1 AND s.agency_id = $2 AND s.told_at IS NULL ORDER BY s.at, s.code FOR UPDATE OF s
