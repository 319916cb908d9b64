-- What a status says about the document that it is of.
-- $1 document
SELECT x.uid, x.issuer_code, x.number_text, x.notation, x.issued_on, coalesce(t.wire_id, x.exchange_id) AS document_id
  FROM documents x LEFT JOIN axis_arrivals t ON t.document_id = x.id WHERE x.id = $1
