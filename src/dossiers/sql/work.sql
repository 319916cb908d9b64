-- How much waits for the official of the scope.
-- $1 role  $2 kind of batches that it receives  $3 now  $4 end of today  $5 whether the numbers of the whole agency are wanted, too
SELECT any_here, working, late, today, waiting, fresh, results, mine, mine_late, mine_today, to_sign, to_seal, to_take
  FROM lt_dossier_work($1, $2, $3::timestamptz, $4::timestamptz, $5::boolean)
