-- Posts by id, also ended ones.
-- $1 ids (bigint[])
SELECT p.id, p.uid, p.official_id, o.uid AS official_uid, o.name, p.title, p.role, p.agency_id, p.unit_id,
       p.valid_from, p.valid_to
  FROM posts p JOIN officials o ON o.id = p.official_id
 WHERE p.id = ANY ($1::bigint[])
