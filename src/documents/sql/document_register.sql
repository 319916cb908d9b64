-- A document that came on paper or by e-mail; its uid is the key of the form. No row comes back when it was sent before.
-- $1 uid  $2 agency  $3 kind  $4 subject  $5 urgency  $6 number  $7 notation  $8 issued on  $9 issuer name
-- $10 issuer code  $11 signer name  $12 reply due  $13 now  $14 official
INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, number_text, notation, issued_on,
                       issued_at, issuer_name, issuer_code, signer_name, reply_due_at, created_at, changed_at, drafter_id)
VALUES (nextval('document_ids'), $1, $2, 'paper', 'issued', $3, $4, $5, $6, $7, $8, $13, $9, $10, $11, $12, $13, $13, $14)
ON CONFLICT (uid) DO NOTHING RETURNING id
