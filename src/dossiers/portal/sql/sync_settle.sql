-- $1 dossier  $2 event  $3 place  $4 state  $5 tries  $6 error  $7 next try  $8 now
UPDATE dossier_syncs SET state = $4, tries = $5::int, error = $6, due_at = $7::timestamptz, changed_at = $8::timestamptz
 WHERE dossier_id = $1::bigint AND event_no = $2::int AND place = $3::int AND state = 'waiting'
