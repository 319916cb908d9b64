-- A new group, or another name or place for an old one.
-- $1 key  $2 name  $3 position
INSERT INTO agency_groups (key, name, position) VALUES ($1, $2, $3::int)
ON CONFLICT (key) DO UPDATE SET name = EXCLUDED.name, position = EXCLUDED.position
