-- Ends an act that is in one of these states; nothing when it is in another one.
-- $1 act  $2 from states (text[])  $3 'done' or 'undone'  $4 now  $5 why (JSON or NULL)
UPDATE signing_acts SET state = $3, ended_at = $4, why = $5 WHERE id = $1 AND state = ANY ($2) RETURNING id
