-- Agencies beyond a connected axis whose names and codes hold all the words, the shortest name first; none that the directory here has.
-- $1 words (text[])  $2 limit
WITH here AS MATERIALIZED (SELECT code FROM agencies UNION ALL SELECT alias FROM agencies WHERE alias IS NOT NULL)
SELECT l.code, l.name, l.above, s.name AS carrier
  FROM axis_agencies l JOIN connected_systems s ON s.id = l.system_id AND s.active
 WHERE string_to_array(l.folded, ' ') @> $1::text[] AND l.offered AND l.gone_since IS NULL
   AND l.wire NOT IN (SELECT code FROM here) AND l.code NOT IN (SELECT code FROM here) AND l.alias NOT IN (SELECT code FROM here)
 ORDER BY length(l.name), l.name COLLATE "C", l.system_id, l.wire LIMIT $2::int
