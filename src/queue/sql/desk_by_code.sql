-- A desk by the code in its address, whosever it is.
-- $1 code
SELECT id, agency_id, code, name FROM queue_desks WHERE code = $1
