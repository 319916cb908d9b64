-- $1 dossier  $2 file
SELECT paper_no, state, message, sha256, found, item_uid FROM dossier_digitisations WHERE dossier_id = $1::bigint AND file_uid = $2::uuid
