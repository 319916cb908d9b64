-- $1 dossier
SELECT no, code, name, number, issued_on, signer, file_uid, paper_why FROM dossier_results WHERE dossier_id = $1::bigint ORDER BY no
