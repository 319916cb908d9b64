-- The agency beyond a connected axis that has this code in either form; of the axis that was connected first.
-- $1 code
SELECT l.system_id, l.wire, l.code, l.alias, l.name, coalesce(l.agency_id, 0) AS agency_id
  FROM axis_agencies l JOIN connected_systems s ON s.id = l.system_id AND s.active
 WHERE (l.wire = $1 OR l.code = $1 OR (l.alias = $1 AND l.alias <> '')) AND l.offered AND l.gone_since IS NULL
 ORDER BY l.system_id, l.wire LIMIT 1
