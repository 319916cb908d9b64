-- The kinds of service of a desk, those called first before the others; closed ones are left out.
-- $1 desk
SELECT id, letter, name, first FROM queue_groups WHERE desk_id = $1 AND closed_at IS NULL ORDER BY first DESC, letter
