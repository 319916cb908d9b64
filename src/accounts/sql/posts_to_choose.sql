-- The posts in which an official may act today.
-- $1 official  $2 today
SELECT p.id, p.uid, p.title, p.role, g.name AS agency_name, coalesce(u.name, '') AS unit_name
  FROM posts p JOIN agencies g ON g.id = p.agency_id LEFT JOIN units u ON u.id = p.unit_id
 WHERE p.official_id = $1::bigint AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to >= $2::date)
 ORDER BY p.position, p.id
