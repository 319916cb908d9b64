-- What may stand on a line, by uid or code: facts for the slip, the open batch it lies in, why it came back the last time.
-- $1 uids  $2 codes  $3 kind
SELECT d.id, d.uid, d.code, d.owner_name, d.procedure_id, v.name AS procedure, f.name AS field, d.state, d.agency_id, d.decides_id,
       CASE $3::text WHEN 'results' THEN d.resolved_at ELSE d.received_at END AS ready_at, p.originals, p.certified, p.copies,
       r.numbers, o.kind AS open_kind, o.number AS open_number, x.remark AS refused
  FROM dossiers d
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN procedure_fields f ON f.id = d.field_id
 CROSS JOIN LATERAL (SELECT coalesce(sum(originals), 0)::int AS originals, coalesce(sum(certified), 0)::int AS certified,
                            coalesce(sum(copies), 0)::int AS copies FROM dossier_papers WHERE dossier_id = d.id) p
 CROSS JOIN LATERAL (SELECT coalesce(string_agg(coalesce(nullif(number, ''), name), '; ' ORDER BY no), '') AS numbers
                       FROM dossier_results WHERE dossier_id = d.id) r
  LEFT JOIN LATERAL (SELECT b.kind, b.number FROM hand_over_lines l JOIN hand_over_batches b ON b.id = l.batch_id
                      WHERE l.dossier_id = d.id AND l.state = 'open') o ON true
  LEFT JOIN LATERAL (SELECT l.remark FROM hand_over_lines l
                      WHERE l.dossier_id = d.id AND l.kind = $3::text AND l.state IN ('refused', 'accepted', 'open')
                      ORDER BY l.batch_id DESC LIMIT 1) x ON EXISTS (SELECT FROM hand_over_waiting w WHERE w.id = d.id AND w.kind = $3::text)
 WHERE d.uid = ANY ($1::uuid[]) OR d.code = ANY ($2::text[])
 ORDER BY ready_at, d.id
