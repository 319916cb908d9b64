-- $1 instance
SELECT version, official_id, act, detail, at, events FROM process_acts WHERE instance_id = $1::bigint ORDER BY version, at
