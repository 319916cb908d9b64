-- $1 document  $2 result
UPDATE dossier_documents SET result_no = $2::int WHERE document_uid = $1::uuid
