-- What was said for the form stays so until the transaction ends, for all who look at it meanwhile.
-- $1 form
SELECT id FROM vault_asks WHERE form = $1::uuid ORDER BY id FOR SHARE
