-- Procedures that are new. In the order of their codes, so that two imports at once wait for each other and do not lock each other out.
-- $1 codes (text[])
INSERT INTO procedures (code) SELECT c FROM unnest($1::text[]) c ORDER BY c ON CONFLICT DO NOTHING
