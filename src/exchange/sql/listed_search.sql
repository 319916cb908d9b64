-- Agencies beyond a connected axis whose names and codes hold all the words, the shortest name first; none that the directory here has.
-- $1 words (text[])  $2 limit
SELECT l.code, l.name, l.above, s.name AS carrier
  FROM axis_agencies l JOIN connected_systems s ON s.id = l.system_id AND s.active
 WHERE string_to_array(l.folded, ' ') @> $1::text[] AND l.offered AND l.gone_since IS NULL
   AND NOT EXISTS (SELECT 1 FROM agencies a WHERE a.code IN (l.wire, l.code, l.alias))
   AND NOT EXISTS (SELECT 1 FROM agencies a WHERE a.alias IN (l.wire, l.code, l.alias))
 ORDER BY length(l.name), l.name, l.system_id, l.wire LIMIT $2::int
