-- Agencies here without an older code, and the one by which the axis knows them; none that another agency has.
-- $1 system
SELECT a.id AS agency_id, o.older
  FROM agencies a JOIN axis_agencies l ON l.code = a.code AND l.system_id = $1::bigint AND l.gone_since IS NULL
 CROSS JOIN LATERAL (SELECT CASE WHEN l.alias = '' THEN l.wire ELSE l.alias END AS older) o
 WHERE a.alias IS NULL AND o.older <> a.code
   AND NOT EXISTS (SELECT 1 FROM agencies b WHERE b.code = o.older OR b.alias = o.older)
