-- How many processes called each other down to this one, and the moment whose drawings it calls (NULL: the newest).
-- $1 instance  $2 at most
WITH RECURSIVE callers AS (
    SELECT parent_id, 1 AS depth FROM process_instances WHERE id = $1::bigint
    UNION ALL
    SELECT i.parent_id, c.depth + 1 FROM callers c JOIN process_instances i ON i.id = c.parent_id WHERE c.depth < $2::int
)
SELECT max(depth) AS depth, (SELECT as_of FROM process_instances WHERE id = $1::bigint) AS as_of FROM callers
