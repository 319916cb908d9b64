-- The document that an agency here got from this sender, by its DocumentId.
-- $1 issuer codes (text[])  $2 DocumentIds (text[])
SELECT x.id FROM documents x WHERE x.issuer_code = ANY($1::text[]) AND x.exchange_id = ANY($2::text[]) AND x.origin = 'axis'
 ORDER BY x.id LIMIT 1
