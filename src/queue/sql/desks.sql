-- The desks of an agency.
-- $1 agency
SELECT id, agency_id, code, name FROM queue_desks WHERE agency_id = $1 ORDER BY name, id
