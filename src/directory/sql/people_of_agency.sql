-- Posts of an agency that are valid on a day, the head first.
-- $1 agency  $2 day  $3 role or NULL  $4 unit or NULL
SELECT p.id, p.uid, p.official_id, o.uid AS official_uid, o.name, p.title, p.role, p.agency_id, p.unit_id,
       p.valid_from, p.valid_to
  FROM posts p JOIN officials o ON o.id = p.official_id
 WHERE p.agency_id = $1::bigint AND p.valid_from <= $2::date AND (p.valid_to IS NULL OR p.valid_to >= $2::date)
   AND ($3::text IS NULL OR p.role = $3::text) AND ($4::bigint IS NULL OR p.unit_id = $4::bigint)
 ORDER BY p.position, o.sort_name, p.id
