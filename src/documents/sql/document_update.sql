-- $1 id  $2 kind  $3 subject  $4 urgency  $5 signer  $6 reply due  $7 now  $8 signer name  $9 signer title
UPDATE own_documents SET kind_code = $2, subject = $3, urgency = $4, signer_id = $5, reply_due_at = $6, changed_at = $7,
       signer_name = $8, signer_title = $9, version = version + 1 WHERE id = $1
