-- Counts anew how many documents hold each lexeme that is not rare. Runs as a job, at night.
-- $1 documents from which on a lexeme is kept
SELECT lt_refresh_lexeme_counts($1) AS lexemes
