-- $1 successor  $2 now  $3 why
SELECT lt_move_petitions($1::bigint, $2::timestamptz, $3) AS moved
