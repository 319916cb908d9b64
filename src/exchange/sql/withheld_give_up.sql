-- $1 uid  $2 now  $3 the most tries
UPDATE axis_withheld SET given_up = true, changed_at = $2::timestamptz WHERE uid = $1::uuid AND attempts >= $3::int AND NOT given_up RETURNING 1 AS done
