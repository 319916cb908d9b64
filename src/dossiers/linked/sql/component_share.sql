-- Papers of the parent for the dossier of a component: how many files came with them; NULL: there is no such dossier.
-- $1 uid of the parent  $2 no  $3 codes of papers  $4 now
SELECT lt_share_papers($1::uuid, $2::int, $3::text[], $4::timestamptz) AS came
