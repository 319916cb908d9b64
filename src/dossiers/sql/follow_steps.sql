-- $1 code
SELECT title, performer_id, opened_at FROM lt_follow_steps($1)
