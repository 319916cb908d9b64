-- $1 dossier  $2 event  $3 place  $4 reason  $5 now
UPDATE dossier_syncs SET state = 'given_up', error = $4, changed_at = $5::timestamptz
 WHERE dossier_id = $1::bigint AND event_no = $2::int AND place = $3::int AND state = 'failed' RETURNING code
