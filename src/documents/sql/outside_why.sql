-- Why the document could not be sent; NULL when it could.
-- $1 delivery
SELECT reason FROM deliveries WHERE id = $1
