-- All posts of an official, newest first.
-- $1 official
SELECT p.id, p.uid, p.official_id, o.uid AS official_uid, o.name, p.title, p.role, p.agency_id, p.unit_id,
       p.valid_from, p.valid_to
  FROM posts p JOIN officials o ON o.id = p.official_id
 WHERE p.official_id = $1::bigint
 ORDER BY p.valid_to DESC NULLS FIRST, p.valid_from DESC, p.id DESC
