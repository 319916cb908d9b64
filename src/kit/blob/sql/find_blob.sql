-- $1 sha256
SELECT sha256, size, media_type FROM blobs WHERE sha256 = $1
