-- Done jobs, unless their lease has passed to another worker meanwhile.
-- $1 ids (bigint[])  $2 attempts (bigint[])
DELETE FROM jobs j USING unnest($1::bigint[], $2::bigint[]) AS d (id, attempt)
 WHERE j.id = d.id AND j.attempt = d.attempt
