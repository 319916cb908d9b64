-- Writes the search row of an issued document; nothing when it is gone.
-- $1 document  $2 notation key  $3 plain  $4 lexemes
SELECT lt_index_document($1, $2, $3, $4::tsvector)
