-- $1 digest of the secret
SELECT agency_id, official_id, id FROM lt_rating_screen($1)
