-- $1 document  $2 holders  $3 time  $4 notation key  $5 plain  $6 lexemes
INSERT INTO document_search (document_id, holders, sorted_at, notation_key, plain, lex)
VALUES ($1, $2::bigint[], $3, $4, $5, $6::tsvector)
ON CONFLICT (document_id) DO UPDATE
   SET sorted_at = $3, notation_key = $4, plain = $5, lex = excluded.lex, holders = excluded.holders
