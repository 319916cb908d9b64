-- $1 system
SELECT name, coalesce(agency_id, 0) AS agency_id FROM system_rights WHERE system_id = $1::bigint ORDER BY name, agency_id
