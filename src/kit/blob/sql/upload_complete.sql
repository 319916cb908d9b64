-- $1 id  $2 sha256  $3 media type
UPDATE uploads SET received = length, blob_sha256 = $2, media_type = $3 WHERE id = $1
