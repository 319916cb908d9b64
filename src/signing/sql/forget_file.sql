-- Forgets a content at once, unless something still names it.
-- $1 address
SELECT lt_forget_blobs(ARRAY[$1::text], 'infinity')
