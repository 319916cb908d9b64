-- Nobody else answers or withdraws what was asked for the form until the transaction ends; always in one order.
-- $1 form
SELECT id FROM vault_asks WHERE form = $1::uuid ORDER BY id FOR NO KEY UPDATE
