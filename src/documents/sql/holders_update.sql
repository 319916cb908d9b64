-- $1 document
SELECT lt_update_holders($1) AS done
