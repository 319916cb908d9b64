-- Questions that led to nothing.
-- $1 asked before
SELECT lt_forget_vault_asks($1::timestamptz) AS gone
