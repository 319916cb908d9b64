-- $1 dossier  $2 event  $3 place  $4 now
UPDATE dossier_syncs SET state = 'waiting', tries = 0, due_at = $4::timestamptz, changed_at = $4::timestamptz
 WHERE dossier_id = $1::bigint AND event_no = $2::int AND place = $3::int AND state = 'failed' RETURNING code
