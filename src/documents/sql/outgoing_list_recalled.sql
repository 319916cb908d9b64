-- $1 agency  $2 before time  $3 before id  $4 limit
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, coalesce(x.kind_name, k.name) AS kind_name, x.state, x.recalled_at,
       x.changed_at, x.issued_at, x.note, x.id, x.signer_name, o.name AS drafter_name, u.name AS unit_name,
       CASE WHEN x.state = 'issued' THEN p.total
            ELSE (SELECT count(*) FROM document_recipients c WHERE c.document_id = x.id) END AS recipients,
       p.accepted, p.done, p.refused, x.recalled_at AS key_time
  FROM documents x
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN officials o ON o.id = x.drafter_id
  LEFT JOIN units u ON u.id = x.unit_id
  CROSS JOIN LATERAL (
        SELECT count(*) AS total, count(*) FILTER (WHERE state IN ('accepted', 'assigned', 'in_progress')) AS accepted,
               count(*) FILTER (WHERE state = 'done') AS done, count(*) FILTER (WHERE state = 'refused') AS refused
          FROM sent_deliveries d WHERE d.document_id = x.id) p
 WHERE x.agency_id = $1 AND x.recalled_at IS NOT NULL AND (x.recalled_at, x.id) < ($2::timestamptz, $3::bigint)
 ORDER BY x.recalled_at DESC, x.id DESC LIMIT $4
