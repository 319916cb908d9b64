-- $1 code
SELECT lt_follow_vault($1) AS uses
