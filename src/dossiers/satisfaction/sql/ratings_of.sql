-- The last word of each way, and when it was rated that way first.
-- $1 dossier
SELECT DISTINCT ON (r.way) r.way, r.level, r.reasons, r.remark, r.at, min(r.at) OVER (PARTITION BY r.way) AS first_at
  FROM dossier_ratings r WHERE r.dossier_id = $1::bigint ORDER BY r.way, r.id DESC
