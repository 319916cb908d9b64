-- $1 dossier
SELECT verified, databases, from_store, store_papers::bigint[] AS store_papers, paid_online FROM dossier_origins WHERE dossier_id = $1::bigint
