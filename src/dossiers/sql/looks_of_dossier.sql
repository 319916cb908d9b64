-- $1 dossier  $2 time and  $3 official of the row before, NULL: from the newest  $4 limit
SELECT agency_id, official_id, reason, at FROM dossier_looks
 WHERE dossier_id = $1::bigint AND ($2::timestamptz IS NULL OR (at, official_id) < ($2::timestamptz, $3::bigint))
 ORDER BY at DESC, official_id DESC LIMIT $4::int
