-- A document that came over the axis; agencies here get deliveries. One that is here already violates document_exchange_key:
-- ON CONFLICT would have to read the row, which no agency may see before it has its delivery.
-- $1 uid  $2 kind  $3 subject  $4 urgency  $5 number  $6 notation  $7 issued on  $8 issuer name  $9 issuer code
-- $10 signer name  $11 signer title  $12 reply due  $13 exchange id  $14 now  $15 pages  $16 id
-- $17 name of the kind as the sender wrote it
INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, number_text, notation, issued_on,
                       issued_at, issuer_name, issuer_code, signer_name, signer_title, reply_due_at, exchange_id,
                       created_at, changed_at, page_count, kind_name)
VALUES ($16, $1, NULL, 'axis', 'issued', $2, $3, $4, $5, $6, $7, $14, $8, $9, $10, $11, $12, $13, $14, $14, $15, $17)
