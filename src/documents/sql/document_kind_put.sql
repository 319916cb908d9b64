-- $1 code  $2 name  $3 abbreviation  $4 own series  $5 position  $6 form of a copy
INSERT INTO document_kinds (code, name, abbreviation, own_series, position, copy_form) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (code) DO UPDATE SET name = $2, abbreviation = $3, own_series = $4, position = $5, copy_form = $6
