-- A petition with what became of it.
-- $1 uid
SELECT p.id, p.uid, p.dossier_id, d.uid AS dossier_uid, d.code, d.owner_name, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure,
       d.agency_id, d.decides_id, p.content, p.contact, p.way, p.lodged_at, p.lodged_by, p.due_at, p.basis, p.answer, p.answered_at, p.answered_by,
       m.liked, m.at AS marked_at,
       (SELECT min(x.at) FROM dossier_petition_marks x WHERE x.petition_id = p.id) AS first_marked_at
  FROM dossier_petitions p
  JOIN dossiers d ON d.id = p.dossier_id
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT x.liked, x.at FROM dossier_petition_marks x WHERE x.petition_id = p.id ORDER BY x.id DESC LIMIT 1) m ON true
 WHERE p.uid = $1::uuid
