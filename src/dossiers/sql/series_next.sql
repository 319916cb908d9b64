-- The next number of a book in a period.
-- $1 agency  $2 book  $3 period
INSERT INTO dossier_series AS s (agency_id, book, period, last) VALUES ($1, $2, $3, 1)
ON CONFLICT (agency_id, book, period) DO UPDATE SET last = s.last + 1 RETURNING last
