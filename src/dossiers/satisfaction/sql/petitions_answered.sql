-- What was answered or refused, the last first.
-- $1 id of the row before, 0 for the first page  $2 limit
SELECT p.id, p.uid, p.dossier_id, s.dossier_uid, s.code, s.owner_name, s.procedure, s.agency_id, s.decides_id, s.sees_dossier,
       coalesce(p.holder_id, s.decides_id) AS holder_id, p.content, p.contact, p.way, p.lodged_at, p.lodged_by, p.due_at, p.basis, p.taken_by,
       p.taken_at, p.refusal, p.answer, p.answered_at, p.answered_by, m.liked, m.at AS marked_at,
       (SELECT min(x.at) FROM dossier_petition_marks x WHERE x.petition_id = p.id) AS first_marked_at
  FROM (SELECT * FROM dossier_petitions a
         WHERE a.answered_at IS NOT NULL
           AND ($1::bigint = 0 OR (a.answered_at, a.id) < (SELECT b.answered_at, b.id FROM dossier_petitions b WHERE b.id = $1::bigint))
         ORDER BY a.answered_at DESC, a.id DESC LIMIT $2::int) p CROSS JOIN LATERAL lt_petition_subject(p.id) s
  LEFT JOIN LATERAL (SELECT x.liked, x.at FROM dossier_petition_marks x WHERE x.petition_id = p.id ORDER BY x.id DESC LIMIT 1) m ON true
 ORDER BY p.answered_at DESC, p.id DESC
