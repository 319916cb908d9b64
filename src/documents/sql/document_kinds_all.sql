SELECT code, name, abbreviation, own_series, copy_form FROM document_kinds ORDER BY position
