-- The actor's own document with what issuing needs, locked until the end of the transaction.
-- $1 uid (uuid)   $2 agency (bigint)
SELECT x.id, x.state, x.version, x.drafter_id, x.signer_id, x.unit_id, x.kind_code, x.urgency, x.subject, x.number_text,
       x.notation, x.origin, x.recalled_at, x.in_reply_to, k.name AS kind_name, k.abbreviation AS kind_abbreviation,
       coalesce(u.short_name, '') AS unit_short_name, coalesce(s.book, CASE WHEN k.own_series THEN 'outgoing/' || k.code ELSE 'outgoing' END) AS book,
       ARRAY(SELECT r.agency_id FROM document_recipients r WHERE r.document_id = x.id ORDER BY 1) AS recipients,
       (SELECT count(*) FROM document_files f WHERE f.document_id = x.id) AS files
  FROM documents x
  JOIN document_kinds k ON k.code = x.kind_code
  LEFT JOIN units u ON u.id = x.unit_id
  LEFT JOIN number_schemes s ON s.agency_id = x.agency_id AND s.kind_code = x.kind_code
 WHERE x.uid = $1 AND x.agency_id = $2 FOR UPDATE OF x
