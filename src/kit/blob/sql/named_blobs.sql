-- Those of the addresses that a row names: stored for good, or waiting for a form.
-- $1 addresses (text[])
SELECT sha256 FROM blobs WHERE sha256 = ANY ($1::text[])
UNION
SELECT blob_sha256 FROM uploads WHERE blob_sha256 = ANY ($1::text[])
