-- Ends the posts of an agency that closes, where they would last longer; posts yet to begin end with their first day.
-- $1 agency  $2 last day
UPDATE posts SET valid_to = greatest(valid_from, $2::date)
 WHERE agency_id = $1::bigint AND (valid_to IS NULL OR valid_to > $2::date)
