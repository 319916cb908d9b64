-- Many hits are expected: documents are walked from the newest until the page is full.
-- $1 query  $2 agency  $3 before time  $4 before id  $5 limit  $6 patterns of the words typed with accents (text[])
SELECT x.uid, (x.agency_id = $2 AND x.origin = 'own') IS TRUE AS own, x.subject, x.number_text, x.notation, x.issuer_name,
       x.issued_on, x.urgency, m.sorted_at, x.id
  FROM (SELECT document_id, sorted_at FROM document_search
         WHERE (sorted_at, document_id) < ($3::timestamptz, $4::bigint) AND (holders @> ARRAY[$2::bigint]) IS TRUE
           AND (lex @=@ $1::tsquery) IS TRUE AND plain LIKE ALL ($6::text[])
         ORDER BY sorted_at DESC, document_id DESC LIMIT $5) m
  JOIN documents x ON x.id = m.document_id ORDER BY m.sorted_at DESC, m.document_id DESC
