-- Forgets contents that nothing names any more and that were stored before a time.
-- $1 addresses (text[])  $2 before
SELECT lt_forget_blobs($1::text[], $2::timestamptz)
