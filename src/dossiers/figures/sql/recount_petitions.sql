-- For the recount: petitions that an agency has to answer; and who had to at the moment, where they or their dossiers went on later. Those that
-- the agency forwarded once they were late, too.
-- $1 agency  $2 as of
SELECT id, due_at, answered_at, held_then, missed FROM lt_recount_petitions($1::bigint, $2::timestamptz)
