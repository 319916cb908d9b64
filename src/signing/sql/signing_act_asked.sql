-- The service has the request.
-- $1 act  $2 transaction  $3 by code  $4 expires at
UPDATE signing_acts SET transaction = $2, by_code = $3, expires_at = $4 WHERE id = $1 AND state = 'waiting'
