-- $1 system  $2 time of the listing or NULL  $3 why it took nothing
UPDATE connected_systems SET listed_at = coalesce($2::timestamptz, listed_at), listing_why = $3 WHERE id = $1::bigint
