-- Whether a stored content is named by a document's file or by an upload.
-- $1 sha256
SELECT EXISTS (SELECT 1 FROM blobs WHERE sha256 = $1) OR EXISTS (SELECT 1 FROM uploads WHERE blob_sha256 = $1) AS held
