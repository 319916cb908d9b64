-- Takes the next number for a document that is sealed before it is issued (ND 30/2020, art. 14: number and date, then the agency's
-- signature, then the issue). The last statement before commit, because the series stays locked.
-- $1 agency  $2 book  $3 year  $4 document  $5 notation  $6 now  $7 day  $8 issuer name
WITH n AS (
    INSERT INTO number_series (agency_id, book, year, last) VALUES ($1, $2, $3, 1)
    ON CONFLICT (agency_id, book, year) DO UPDATE SET last = number_series.last + 1 RETURNING last)
UPDATE own_documents SET number = n.last, number_year = $3, notation = $5, issued_on = $7, issuer_name = $8, changed_at = $6,
       version = version + 1, number_text = CASE WHEN n.last < 10 THEN '0' ELSE '' END || n.last::text
  FROM n WHERE id = $4 RETURNING number_text, issued_on, version
