-- Instances that are to move, and those that can't.
-- $1 migration  $2 agency  $3 instances (bigint[])  $4 elements at which they are held back (text[])  $5 why (text[]; '': it moves)
INSERT INTO process_migration_instances (migration_id, instance_id, agency_id, state, element, why)
SELECT $1::bigint, i, $2::bigint, CASE why WHEN '' THEN 'waiting' ELSE 'held_back' END, element, why
  FROM unnest($3::bigint[], $4::text[], $5::text[]) AS u(i, element, why)
