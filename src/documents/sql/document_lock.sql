-- The agency's own document, locked until the end of the transaction, with its recipients and its book of numbers, where the
-- agency has chosen one for the kind.
-- $1 uid (uuid)
SELECT x.id, x.state, x.version, x.drafter_id, x.signer_id, x.unit_id, x.kind_code, x.subject, x.number_text, x.notation,
       x.origin, x.recalled_at, x.issued_on,
       EXISTS (SELECT 1 FROM document_files f WHERE f.document_id = x.id AND f.signed IS NOT NULL) AS signed, (SELECT s.book FROM number_schemes s WHERE s.agency_id = x.agency_id AND s.kind_code = x.kind_code) AS book,
       ARRAY(SELECT r.agency_id FROM document_recipients r WHERE r.document_id = x.id ORDER BY 1) AS recipients
  FROM own_documents x WHERE x.uid = $1 FOR UPDATE OF x
