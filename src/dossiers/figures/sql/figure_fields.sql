-- Fields of procedures by name, for the rows of tables.
SELECT id, name FROM procedure_fields ORDER BY name
