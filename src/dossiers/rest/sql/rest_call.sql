-- What a system did before with a key, as far as the scope sees the dossier that it was about.
-- $1 system  $2 key
SELECT digest FROM system_calls WHERE system_id = $1::bigint AND key = $2
