-- $1 most events at once
SELECT audit_seal($1::integer) AS sealed
