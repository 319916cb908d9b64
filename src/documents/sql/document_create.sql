-- A new draft; its uid is the key of the form. No row comes back when the form was sent before.
-- $1 uid  $2 agency  $3 kind  $4 subject  $5 urgency  $6 issuer name  $7 issuer code  $8 drafter  $9 unit  $10 signer
-- $11 reply due  $12 in reply to  $13 now  $14 signer name  $15 signer title  $16 copied from
INSERT INTO documents (id, uid, agency_id, origin, state, kind_code, subject, urgency, issuer_name, issuer_code, drafter_id,
                       unit_id, signer_id, reply_due_at, in_reply_to, created_at, changed_at, signer_name, signer_title,
                       copy_of)
VALUES (nextval('document_ids'), $1, $2, 'own', 'draft', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13, $14, $15, $16)
ON CONFLICT (uid) DO NOTHING RETURNING id
