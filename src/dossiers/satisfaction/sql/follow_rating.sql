-- $1 code
SELECT lt_follow_rating($1) AS at
