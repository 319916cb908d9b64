-- What a system may do, and where; agency 0: everywhere.
-- $1 system
SELECT name, array_agg(coalesce(agency_id, 0) ORDER BY agency_id) AS agencies
  FROM system_rights WHERE system_id = $1::bigint GROUP BY name ORDER BY name
