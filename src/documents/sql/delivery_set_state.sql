-- $1 delivery   $2 state   $3 now   $4 reason
UPDATE deliveries SET state = $2, state_at = $3, reason = coalesce($4, reason) WHERE id = $1
