-- The next row that may go: the first of its dossier that is not settled. Nobody else takes it for some minutes.
-- $1 now
UPDATE dossier_syncs s SET tries = s.tries + 1, due_at = $1::timestamptz + interval '5 minutes', changed_at = $1::timestamptz
  FROM (SELECT w.dossier_id, w.event_no, w.place FROM dossier_syncs w
         WHERE w.state = 'waiting' AND w.due_at <= $1::timestamptz
           AND NOT EXISTS (SELECT FROM dossier_syncs e WHERE e.dossier_id = w.dossier_id AND e.state IN ('waiting', 'failed')
                           AND (e.event_no, e.place) < (w.event_no, w.place))
         ORDER BY w.due_at, w.dossier_id, w.event_no, w.place LIMIT 1 FOR UPDATE SKIP LOCKED) c
 WHERE s.dossier_id = c.dossier_id AND s.event_no = c.event_no AND s.place = c.place
RETURNING s.dossier_id, s.event_no, s.place, s.service, s.dossier_uid, s.code, s.agency_id, s.state, s.tries, s.error, s.changed_at,
          EXISTS (SELECT FROM dossier_syncs e WHERE e.dossier_id = s.dossier_id AND e.place = 0 AND e.state = 'sent') AS known
