-- What a message about an issued document is made of, with the document that it answers.
-- $1 document
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, x.issued_on, x.issued_at, x.signer_name, x.signer_title,
       x.reply_due_at, x.page_count, coalesce(x.kind_name, k.name) AS kind_name, x.kind_code, q.issuer_code AS reply_to,
       coalesce(t.wire_id, q.exchange_id) AS reply_id, q.number_text AS reply_number, q.notation AS reply_notation,
       q.issued_on AS reply_issued_on, q.origin AS reply_origin,
       ARRAY(SELECT r.agency_id FROM document_recipients r WHERE r.document_id = x.id ORDER BY 1) AS recipients
  FROM documents x JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN documents q ON q.id = x.in_reply_to
  LEFT JOIN axis_arrivals t ON t.document_id = q.id
 WHERE x.id = $1 AND x.state = 'issued'
