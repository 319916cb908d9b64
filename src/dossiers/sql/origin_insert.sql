-- $1 dossier  $2 verified account  $3 databases (text[])  $4 from the portal's store  $5 papers from there (bigint[])  $6 paid online
INSERT INTO dossier_origins (dossier_id, verified, databases, from_store, store_papers, paid_online)
VALUES ($1::bigint, $2::boolean, $3::text[], $4::boolean, $5::bigint[], $6::boolean)
