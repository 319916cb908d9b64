-- What anybody who has the code of the parent may know.
-- $1 code
SELECT name, decides_id, state, due_at, resolved_at FROM lt_follow_components($1)
