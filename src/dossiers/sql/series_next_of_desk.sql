-- The next number of the supplements of the desk that received a dossier, for the agency that decides it.
-- $1 dossier  $2 period
SELECT lt_desk_number($1::bigint, $2) AS last
