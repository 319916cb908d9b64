SELECT nextval('document_ids') AS id
