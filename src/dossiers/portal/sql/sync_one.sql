-- $1 dossier  $2 event  $3 place
SELECT s.dossier_id, s.event_no, s.place, s.service, s.dossier_uid, s.code, s.agency_id, s.state, s.tries, s.error, s.changed_at,
       EXISTS (SELECT FROM dossier_syncs e WHERE e.dossier_id = s.dossier_id AND e.place = 0 AND e.state = 'sent') AS known
  FROM dossier_syncs s WHERE s.dossier_id = $1::bigint AND s.event_no = $2::int AND s.place = $3::int
