-- The results of a component stand among the parent's.
-- $1 dossier  $2 no  $3 now
SELECT lt_take_results($1::bigint, $2::int, $3::timestamptz)
