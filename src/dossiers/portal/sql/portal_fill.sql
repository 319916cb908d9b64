-- $1 number of the event before (0: from the first)  $2 how many
SELECT lt_fill_syncs($1::bigint, $2::int) AS reached
