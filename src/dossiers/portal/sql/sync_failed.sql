-- $1 time of the last row of the page before, or NULL  $2 limit
SELECT dossier_id, event_no, place, service, dossier_uid, code, agency_id, state, tries, error, changed_at, false AS known
  FROM dossier_syncs WHERE state = 'failed' AND ($1::timestamptz IS NULL OR changed_at < $1::timestamptz)
 ORDER BY changed_at DESC, dossier_id, event_no, place LIMIT $2::int
