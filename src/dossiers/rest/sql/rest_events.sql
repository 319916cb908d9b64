-- $1 system  $2 behind  $3 up to  $4 limit
SELECT id, dossier_uid, code, foreign_code, agency_id, no, act, state, at FROM lt_system_events($1::bigint, $2::bigint, $3::bigint, $4::int)
