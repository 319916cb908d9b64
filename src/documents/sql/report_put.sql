-- Keeps what was found of a file's signatures; nothing when the file has become another one meanwhile.
-- $1 file (uid)   $2 content (sha256)   $3 indication   $4 report (jsonb)   $5 now
SELECT lt_put_report($1::uuid, $2, $3, $4::jsonb, $5)
