-- Written at most once a minute, and when it was silent before.
-- $1 now
UPDATE national_portal SET answered_at = $1::timestamptz, quiet_until = NULL, silences = 0, trouble = ''
 WHERE silences > 0 OR answered_at IS NULL OR answered_at < $1::timestamptz - interval '1 minute'
