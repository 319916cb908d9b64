-- The same for an official who sees a part of the agency's documents: the policy decides before the page is cut.
-- $1 query  $2 agency  $3 before time  $4 before id  $5 limit  $6 patterns of the words typed with accents (text[])
WITH m AS MATERIALIZED (
    SELECT document_id, sorted_at FROM document_search
     WHERE holders @> ARRAY[$2::bigint] AND lex @=@ $1::tsquery AND plain LIKE ALL ($6::text[])
       AND (sorted_at, document_id) < ($3::timestamptz, $4::bigint)
     ORDER BY sorted_at DESC, document_id DESC)
SELECT x.uid, (x.agency_id = $2 AND x.origin = 'own') IS TRUE AS own, x.subject, x.number_text, x.notation, x.issuer_name,
       x.issued_on, x.urgency, m.sorted_at, x.id
  FROM m CROSS JOIN LATERAL (SELECT * FROM documents x1 WHERE x1.id = m.document_id OFFSET 0) x
 ORDER BY m.sorted_at DESC, m.document_id DESC LIMIT $5
