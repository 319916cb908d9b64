SELECT code, name, abbreviation, own_series FROM document_kinds ORDER BY position
