-- Notes a wrong PIN and forgets those of which nobody asks any more.
-- $1 agency  $2 official or NULL  $3 fingerprint  $4 now  $5 forgotten before
WITH forgotten AS (DELETE FROM signing_key_failures WHERE fingerprint = $3 AND failed_at < $5)
INSERT INTO signing_key_failures (agency_id, official_id, fingerprint, failed_at) VALUES ($1, $2, $3, $4)
