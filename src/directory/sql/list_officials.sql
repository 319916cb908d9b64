-- One page of officials by given name, whose folded name holds all the words.
-- $1 agency or 0 for all  $2 patterns (text[]), e.g. {%nguyen%,%an%}  $3 sort name and $4 id of the row before
-- $5 day  $6 limit
SELECT o.id, o.uid, o.agency_id, o.name, o.email, o.phone, o.sort_name,
       coalesce((SELECT string_agg(p.title, '; ' ORDER BY p.position, p.id) FROM posts p
                  WHERE p.official_id = o.id AND p.valid_from <= $5::date
                    AND (p.valid_to IS NULL OR p.valid_to >= $5::date)), '') AS posts
  FROM officials o
 WHERE ($1::bigint = 0 OR o.agency_id = $1::bigint) AND o.folded LIKE ALL ($2::text[])
   AND (o.sort_name, o.id) > ($3, $4::bigint)
 ORDER BY o.sort_name, o.id LIMIT $6::int
