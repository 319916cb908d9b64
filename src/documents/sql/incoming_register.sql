-- Takes the next arrival number and writes the register entry: the last statement before commit.
-- $1 agency  $2 year  $3 delivery  $4 document  $5 now  $6 official  $7 leader  $8 clerk's note  $9 due
-- $10 why it is taken with a broken signature
WITH n AS (
    INSERT INTO number_series (agency_id, book, year, last) VALUES ($1, 'incoming', $2, 1)
    ON CONFLICT (agency_id, book, year) DO UPDATE SET last = number_series.last + 1 RETURNING last)
INSERT INTO incoming_entries (delivery_id, document_id, agency_id, year, arrival_number, registered_at, registered_by,
                              leader_id, clerk_note, due_at, signature_reason)
SELECT $3, $4, $1, $2, n.last, $5, $6, $7, $8, $9, $10 FROM n RETURNING arrival_number
