-- What the index of one document is made of.
-- $1 document
SELECT x.subject, x.issuer_name, x.number_text, x.notation, coalesce(x.kind_name, k.name) AS kind_name, x.signer_name,
       x.uid, x.origin = 'own' AND x.state = 'issued' AS issued
  FROM documents x JOIN document_kinds k ON k.code = x.kind_code WHERE x.id = $1
