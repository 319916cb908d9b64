-- $1 code
SELECT lodged_at, due_at, answered_at, refused, holder_id, forwarded_at FROM lt_follow_petitions($1)
