-- They become the successor's; in the scope of the agency that is gone.
-- $1 successor  $2 uids  $3 now  $4 what their history says  $5 what it says where a batch ends that was on its way
SELECT m AS uid FROM lt_move_dossiers($1::bigint, $2::uuid[], $3::timestamptz, $4, $5) m
