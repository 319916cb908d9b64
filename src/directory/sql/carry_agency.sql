-- Nothing for an agency in which people of this platform have posts, and for one that another system carries.
-- $1 agency  $2 system or NULL  $3 today  $4 the system that asks
UPDATE agencies a SET system_id = $2::bigint
 WHERE a.id = $1::bigint AND (a.system_id IS NULL OR a.system_id = $4::bigint)
   AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.agency_id = a.id AND (p.valid_to IS NULL OR p.valid_to >= $3::date))
RETURNING a.id
