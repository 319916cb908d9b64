-- $1 now  $2 limit
DELETE FROM uploads WHERE id = ANY (ARRAY(
    SELECT id FROM uploads WHERE expires_at <= $1::timestamptz ORDER BY expires_at LIMIT $2::integer))
RETURNING id
