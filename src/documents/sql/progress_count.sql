-- $1 first moment of this month  $2 of this year  $3 now
SELECT lt_count_progress($1, $2, $3)
