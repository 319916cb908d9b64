-- $1 sha256  $2 size  $3 media type
INSERT INTO blobs (sha256, size, media_type) VALUES ($1, $2, $3) ON CONFLICT (sha256) DO NOTHING
