-- In the order of the addresses, so that two transactions never wait for each other. The arrays are of one length.
-- $1 addresses (text[])  $2 sizes (bigint[])  $3 media types (text[])
INSERT INTO blobs (sha256, size, media_type)
SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[]) ORDER BY 1 ON CONFLICT (sha256) DO NOTHING
