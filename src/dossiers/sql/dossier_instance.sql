-- The process that handles it.
-- $1 dossier  $2 process
UPDATE dossiers SET instance_uid = $2::uuid WHERE id = $1::bigint
