-- One post of an agency that is valid on a day.
-- $1 agency  $2 uid of the post  $3 day
SELECT p.id, p.uid, p.official_id, o.uid AS official_uid, o.name, p.title, p.role, p.agency_id, p.unit_id,
       p.valid_from, p.valid_to
  FROM posts p JOIN officials o ON o.id = p.official_id
 WHERE p.agency_id = $1::bigint AND p.uid = $2::uuid
   AND p.valid_from <= $3::date AND (p.valid_to IS NULL OR p.valid_to >= $3::date)
