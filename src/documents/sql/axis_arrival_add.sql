-- $1 document  $2 message  $3 carrier  $4 DocumentId  $5 business  $6 reason  $7 earlier ids  $8 earlier document
-- $9 signature  $10 why it is not valid
INSERT INTO axis_arrivals (document_id, message_uid, carrier, wire_id, business, reason, earlier, earlier_id, signature, signature_why)
VALUES ($1, $2::uuid, $3, $4, $5::smallint, $6, $7, $8::bigint, $9, $10)
