-- $1 lexemes (text[])
SELECT min(coalesce(c.documents, 0)) AS least FROM unnest($1::text[]) AS l(lexeme) LEFT JOIN lexeme_counts c USING (lexeme)
