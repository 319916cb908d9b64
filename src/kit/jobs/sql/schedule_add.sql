-- $1 kind  $2 first time
INSERT INTO job_schedules (kind, next_at) VALUES ($1, $2::timestamptz) ON CONFLICT (kind) DO NOTHING
