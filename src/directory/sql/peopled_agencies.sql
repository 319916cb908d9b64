-- $1 day
SELECT DISTINCT p.agency_id FROM posts p WHERE p.valid_from <= $1::date AND (p.valid_to IS NULL OR p.valid_to >= $1::date)
