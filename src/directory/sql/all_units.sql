-- All units in the order of their agency.
SELECT id, uid, agency_id, code, name, short_name, position, valid_from, valid_to
  FROM units ORDER BY agency_id, position, id
