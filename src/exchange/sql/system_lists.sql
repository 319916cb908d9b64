-- Axes whose directory is here.
SELECT name FROM connected_systems WHERE active AND listed_at IS NOT NULL ORDER BY id
