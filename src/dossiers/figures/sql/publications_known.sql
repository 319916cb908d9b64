-- Which of these procedures there are.
-- $1 codes (text[])
SELECT code FROM procedures WHERE code = ANY ($1::text[])
