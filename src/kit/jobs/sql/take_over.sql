-- Nobody is at these any more.
-- $1 now
UPDATE jobs SET state = 'ready', run_at = $1::timestamptz WHERE state = 'running'
