-- The latest wrong PINs of a certificate's key, the newest first.
-- $1 agency  $2 official; 0: the agency's own  $3 fingerprint  $4 how many at most (int)
SELECT failed_at FROM signing_key_failures
 WHERE agency_id = $1 AND coalesce(official_id, 0) = $2 AND fingerprint = $3 ORDER BY failed_at DESC LIMIT $4
