SELECT code, name, abbreviation FROM document_kinds ORDER BY position
