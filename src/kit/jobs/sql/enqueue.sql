-- $1 kind  $2 payload (JSON)  $3 run at
INSERT INTO jobs (kind, payload, run_at) VALUES ($1, $2, $3::timestamptz)
