-- The same for what one official drafted.
-- $1 agency  $2 states (text[])  $3 before time  $4 before id  $5 limit  $6 urgency  $7 kind  $8 from  $9 to  $10 drafter
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, coalesce(x.kind_name, k.name) AS kind_name, x.state, x.recalled_at,
       x.changed_at, x.issued_at, x.note, x.id, x.signer_name, o.name AS drafter_name, u.name AS unit_name,
       CASE WHEN x.state = 'issued' THEN p.total
            ELSE (SELECT count(*) FROM document_recipients c WHERE c.document_id = x.id) END AS recipients,
       p.accepted, p.done, p.refused, x.changed_at AS key_time
  FROM (SELECT page.* FROM unnest($2::text[]) AS s(state)
         CROSS JOIN LATERAL (
               SELECT x1.* FROM documents x1
                WHERE x1.drafter_id = $10 AND x1.agency_id = $1 AND x1.origin = 'own' AND x1.state = s.state
                  AND (x1.changed_at, x1.id) < ($3::timestamptz, $4::bigint)
                  AND x1.changed_at >= $8::timestamptz AND x1.changed_at < $9::timestamptz
                  AND ($6::text IS NULL OR x1.urgency = $6) AND ($7::text IS NULL OR x1.kind_code = $7)
                ORDER BY x1.changed_at DESC, x1.id DESC LIMIT $5) page
         ORDER BY page.changed_at DESC, page.id DESC LIMIT $5) x
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN officials o ON o.id = x.drafter_id
  LEFT JOIN units u ON u.id = x.unit_id
  CROSS JOIN LATERAL (
        SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('accepted', 'assigned', 'in_progress')) AS accepted,
               count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'refused') AS refused
          FROM sent_deliveries d WHERE d.document_id = x.id) p
 ORDER BY x.changed_at DESC, x.id DESC
