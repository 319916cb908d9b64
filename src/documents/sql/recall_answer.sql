-- $1 delivery   $2 answer   $3 reason   $4 now
UPDATE recalls SET answer = $2, answer_reason = $3, answered_at = $4 WHERE delivery_id = $1 AND answer IS NULL
 RETURNING sender_id
