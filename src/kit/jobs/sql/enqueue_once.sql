-- Unless the same job waits and is due. That one stays locked until this transaction ends, so that it begins after it.
-- $1 kind  $2 payload (JSON)  $3 run at
WITH waiting AS (
    SELECT id FROM jobs WHERE state = 'ready' AND run_at <= $3::timestamptz AND kind = $1 AND payload = $2
     ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED)
INSERT INTO jobs (kind, payload, run_at) SELECT $1, $2, $3::timestamptz WHERE NOT EXISTS (SELECT FROM waiting)
