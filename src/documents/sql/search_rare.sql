-- Few hits are expected: all of them are fetched by the index of words, then ordered.
-- $1 query  $2 agency  $3 before time  $4 before id  $5 limit  $6 patterns of the words typed with accents (text[])
WITH m AS MATERIALIZED (
    SELECT document_id, sorted_at FROM document_search
     WHERE holders @> ARRAY[$2::bigint] AND lex @=@ $1::tsquery AND plain LIKE ALL ($6::text[]))
SELECT x.uid, (x.agency_id = $2 AND x.origin = 'own') IS TRUE AS own, x.subject, x.number_text, x.notation, x.issuer_name,
       x.issued_on, x.urgency, m.sorted_at, x.id
  FROM (SELECT * FROM m WHERE (sorted_at, document_id) < ($3::timestamptz, $4::bigint)
         ORDER BY sorted_at DESC, document_id DESC LIMIT $5) m
  JOIN documents x ON x.id = m.document_id ORDER BY m.sorted_at DESC, m.document_id DESC
