-- The groups of pickers.
SELECT key, name FROM agency_groups ORDER BY position, key
