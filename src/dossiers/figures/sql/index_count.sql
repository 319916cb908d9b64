-- What the index of a period is made of, of every agency that received a dossier to decide.
-- $1 from  $2 until  $3 as of
SELECT agency_id, total, on_time, finished, online, with_result, digitised, reused, owes, paid_online, synced
  FROM lt_count_indices($1::timestamptz, $2::timestamptz, $3::timestamptz)
