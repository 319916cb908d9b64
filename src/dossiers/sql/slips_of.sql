-- The forms that were given out for a dossier, and when the act of each was taken back; of a receipt for fees, the payment.
-- $1 dossier
SELECT s.uid, s.agency_id, s.kind, s.event_no, s.year, s.number, s.content, s.sha256, s.at,
       CASE s.kind
       WHEN 'control' THEN NULL
       WHEN 'fees' THEN
           (SELECT min(e.at) FROM dossier_events e CROSS JOIN LATERAL json_array_elements(e.detail -> 'fees') f
             WHERE e.dossier_id = s.dossier_id AND e.detail ->> 'not_taken' IS NOT NULL
               AND (f ->> 'paid_at')::timestamptz = s.at)
       ELSE
           (SELECT min(e.at) FROM dossier_events e
             WHERE e.dossier_id = s.dossier_id AND e.act = 'take_back' AND (e.detail ->> 'no')::int = s.event_no)
       END AS taken_back_at
  FROM dossier_slips s WHERE s.dossier_id = $1::bigint ORDER BY s.at, s.kind
