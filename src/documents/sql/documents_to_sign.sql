-- What waits for the signature of one leader, the longest waiting first, with the file that is signed.
-- $1 agency  $2 official  $3 limit
SELECT x.uid, x.version, x.subject, x.urgency, x.kind_name, x.changed_at, x.drafter_name, x.unit_name, f.uid AS file_uid,
       f.name AS file_name, f.media_type, f.places
  FROM (SELECT d.id, d.uid, d.version, d.subject, d.urgency, d.changed_at, k.name AS kind_name, o.name AS drafter_name,
               u.name AS unit_name
          FROM documents d
          JOIN document_kinds k ON k.code = d.kind_code
          LEFT JOIN officials o ON o.id = d.drafter_id
          LEFT JOIN units u ON u.id = d.unit_id
         WHERE d.agency_id = $1 AND d.signer_id = $2 AND d.origin = 'own' AND d.state = 'review'
         ORDER BY d.changed_at, d.id LIMIT $3) x
  LEFT JOIN LATERAL (SELECT f1.uid, f1.name, f1.media_type, f1.places FROM document_files f1 WHERE f1.document_id = x.id
                      ORDER BY f1.position LIMIT 1) f ON true
 ORDER BY x.changed_at, x.uid
