-- What waits for a leader, what is due next first.
-- $1 agency  $2 signer  $3 limit
SELECT r.uid, r.dossier_id, d.uid AS dossier_uid, d.code AS dossier_code, d.owner_name, v.name AS procedure, r.agency_id, r.code, r.name, r.state,
       r.version, r.fields, r.file_uid, r.own_file, r.has_seal, r.signer_id, r.signer, r.signer_title, r.note, r.drafted_by, r.drafted_at,
       r.submitted_at, r.book, r.year, r.number, r.notation, r.issued_on, r.signed_at, r.sealed_at, r.sealed_by, r.result_no, d.due_at
  FROM dossier_drafts r
  JOIN dossiers d ON d.id = r.dossier_id
  JOIN procedure_versions v ON v.id = d.version_id
 WHERE r.state = 'submitted' AND r.agency_id = $1::bigint AND d.decides_id = r.agency_id AND d.state IN ('processing', 'resolved') AND r.signer_id = $2::bigint
 ORDER BY d.due_at, r.submitted_at, r.id LIMIT $3::int
