-- Frequent words for a limited official: the assigned documents are walked from the newest, and the agency's own ones.
-- $1 query  $2 agency  $3 before time  $4 before id  $5 limit  $6 patterns of the words typed with accents (text[])  $7 official
SELECT x.uid, (x.agency_id = $2 AND x.origin = 'own') IS TRUE AS own, x.subject, x.number_text, x.notation, x.issuer_name,
       x.issued_on, x.urgency, m.sorted_at, x.id
  FROM ((SELECT s.document_id, s.sorted_at
           FROM (SELECT a.document_id FROM assignments a WHERE a.official_id = $7 AND a.state = 'open'
                    AND a.arrived_at <= $3::timestamptz ORDER BY a.arrived_at DESC, a.delivery_id DESC) a
          CROSS JOIN LATERAL (SELECT * FROM document_search s1 WHERE s1.document_id = a.document_id OFFSET 0) s
          WHERE (s.sorted_at, s.document_id) < ($3::timestamptz, $4::bigint) AND (s.lex @=@ $1::tsquery) IS TRUE
            AND s.plain LIKE ALL ($6::text[]) LIMIT $5)
         UNION
        (SELECT s.document_id, s.sorted_at
           FROM (SELECT a.document_id FROM assignments a WHERE a.official_id = $7 AND a.state = 'done'
                    AND a.arrived_at <= $3::timestamptz ORDER BY a.arrived_at DESC, a.delivery_id DESC) a
          CROSS JOIN LATERAL (SELECT * FROM document_search s1 WHERE s1.document_id = a.document_id OFFSET 0) s
          WHERE (s.sorted_at, s.document_id) < ($3::timestamptz, $4::bigint) AND (s.lex @=@ $1::tsquery) IS TRUE
            AND s.plain LIKE ALL ($6::text[]) LIMIT $5)
         UNION
        (SELECT s.document_id, s.sorted_at
           FROM (SELECT x2.id FROM documents x2 WHERE x2.agency_id = $2 AND x2.origin = 'own' AND x2.state = 'issued'
                    AND x2.changed_at <= $3::timestamptz ORDER BY x2.changed_at DESC, x2.id DESC) o
          CROSS JOIN LATERAL (SELECT * FROM document_search s1 WHERE s1.document_id = o.id OFFSET 0) s
          WHERE (s.sorted_at, s.document_id) < ($3::timestamptz, $4::bigint) AND (s.lex @=@ $1::tsquery) IS TRUE
            AND s.plain LIKE ALL ($6::text[]) LIMIT $5)) m
  CROSS JOIN LATERAL (SELECT * FROM documents x1 WHERE x1.id = m.document_id OFFSET 0) x
 ORDER BY m.sorted_at DESC, m.document_id DESC LIMIT $5
