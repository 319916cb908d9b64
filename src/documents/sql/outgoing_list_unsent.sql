-- What was signed and not issued, and what was issued and has not reached a system elsewhere: before the day that counts, earlier than
-- that when it is urgent, or because it failed.
-- $1 agency  $2 begin of that day  $3 that day  $4 before time  $5 before id  $6 limit  $7 urgent ones before that time
SELECT x.uid, x.subject, x.urgency, x.number_text, x.notation, coalesce(x.kind_name, k.name) AS kind_name, x.state, x.recalled_at,
       x.changed_at, x.issued_at, x.note, x.id, x.signer_name, o.name AS drafter_name, u.name AS unit_name,
       (SELECT count(*) FROM document_recipients c WHERE c.document_id = x.id) AS recipients,
       0 AS accepted, 0 AS done, 0 AS refused, w.on_the_way, x.changed_at AS key_time
  FROM (SELECT a.id, 0::bigint AS on_the_way FROM documents a
         WHERE a.agency_id = $1::bigint AND a.origin = 'own' AND a.state = 'approved'
           AND (a.changed_at < $2::timestamptz OR a.issued_on < $3::date OR a.urgency <> 'normal' AND a.changed_at < $7::timestamptz)
        UNION ALL
        SELECT s.document_id, count(*) FROM sent_deliveries s WHERE s.sender_id = $1::bigint AND s.state = 'sent'
         GROUP BY s.document_id
        HAVING min(s.state_at) < $2::timestamptz OR bool_or(s.reason <> '')
            OR min(s.state_at) < $7::timestamptz AND EXISTS (SELECT FROM documents d WHERE d.id = s.document_id AND d.urgency <> 'normal')
            OR EXISTS (SELECT FROM lt_transport_of(s.document_id) t WHERE t.state IN ('fail', 'given_up'))) w
  JOIN documents x ON x.id = w.id
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN officials o ON o.id = x.drafter_id
  LEFT JOIN units u ON u.id = x.unit_id
 WHERE (x.changed_at, x.id) < ($4::timestamptz, $5::bigint)
 ORDER BY x.changed_at DESC, x.id DESC LIMIT $6::int
