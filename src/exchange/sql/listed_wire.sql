-- What the axis calls an agency.
-- $1 system  $2 code  $3 alias or ""
SELECT l.wire FROM axis_agencies l
 WHERE l.system_id = $1::bigint AND l.gone_since IS NULL
   AND (l.wire = $2 OR l.code = $2 OR (l.alias = $2 AND l.alias <> '') OR ($3 <> '' AND (l.wire = $3 OR l.code = $3 OR (l.alias = $3 AND l.alias <> ''))))
 ORDER BY l.wire LIMIT 1
