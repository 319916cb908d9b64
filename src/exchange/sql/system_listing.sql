-- $1 system
SELECT listed_at, listing_why FROM connected_systems WHERE id = $1::bigint
