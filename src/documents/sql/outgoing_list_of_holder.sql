-- What one official of the agency holds: drafts that he or she writes, and what waits for his or her signature.
-- $1 agency  $2 states (text[])  $3 before time  $4 before id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to  $10 official
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, coalesce(x.kind_name, k.name) AS kind_name, x.state, x.recalled_at,
       x.changed_at, x.issued_at, x.note, x.id, x.signer_name, o.name AS drafter_name, u.name AS unit_name,
       (SELECT count(*) FROM document_recipients c WHERE c.document_id = x.id) AS recipients,
       0 AS accepted, 0 AS done, 0 AS refused, x.changed_at AS key_time
  FROM (SELECT page.* FROM
         ((SELECT x1.* FROM documents x1
            WHERE x1.drafter_id = $10 AND x1.agency_id = $1 AND x1.origin = 'own' AND x1.state = 'draft'
              AND 'draft' = ANY($2::text[]) AND (x1.changed_at, x1.id) < ($3::timestamptz, $4::bigint)
              AND x1.changed_at >= $8::timestamptz AND x1.changed_at < $9::timestamptz
              AND ($6::text IS NULL OR x1.urgency = $6) AND ($7::text IS NULL OR x1.kind_code = $7)
            ORDER BY x1.changed_at DESC, x1.id DESC LIMIT $5)
          UNION ALL
          (SELECT x2.* FROM documents x2
            WHERE x2.signer_id = $10 AND x2.agency_id = $1 AND x2.origin = 'own' AND x2.state = 'review'
              AND 'review' = ANY($2::text[]) AND (x2.changed_at, x2.id) < ($3::timestamptz, $4::bigint)
              AND x2.changed_at >= $8::timestamptz AND x2.changed_at < $9::timestamptz
              AND ($6::text IS NULL OR x2.urgency = $6) AND ($7::text IS NULL OR x2.kind_code = $7)
            ORDER BY x2.changed_at DESC, x2.id DESC LIMIT $5)) page
         ORDER BY page.changed_at DESC, page.id DESC LIMIT $5) x
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN officials o ON o.id = x.drafter_id
  LEFT JOIN units u ON u.id = x.unit_id
 ORDER BY x.changed_at DESC, x.id DESC
