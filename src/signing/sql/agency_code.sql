-- $1 agency
SELECT code FROM agencies WHERE id = $1
