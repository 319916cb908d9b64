SELECT id, name FROM connected_systems ORDER BY id
