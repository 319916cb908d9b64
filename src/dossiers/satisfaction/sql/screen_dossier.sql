-- What an official handed over at the desk last, not before a moment, with the last word that was said of it there.
-- $1 official  $2 from
SELECT d.uid, d.agency_id, d.code, CASE WHEN d.parent_id IS NULL THEN v.name ELSE d.subject END AS procedure, g.level, g.reasons, g.at AS rated_at
  FROM (SELECT r.dossier_id, r.at FROM dossier_returns r WHERE r.official_id = $1::bigint AND r.means = 'desk' AND r.at >= $2::timestamptz
         ORDER BY r.at DESC LIMIT 1) h
  JOIN dossiers d ON d.id = h.dossier_id
  JOIN procedure_versions v ON v.id = d.version_id
  LEFT JOIN LATERAL (SELECT x.level, x.reasons, x.at FROM dossier_ratings x WHERE x.dossier_id = h.dossier_id AND x.way = 'desk'
                      ORDER BY x.id DESC LIMIT 1) g ON true
