-- Agencies that decide some procedure: they stand in the ranking, also without a dossier.
SELECT DISTINCT agency_id FROM procedure_agencies WHERE part = 'decides' ORDER BY agency_id
