-- $1 adapter  $2 log-in  $3 services  $4 username  $5 sealed password, or NULL for the one that is there  $6 destination  $7 member
-- $8 since  $9 active  $10 now  $11 search of the store, or empty  $12 its files  $13 its dstcode
INSERT INTO national_portal AS p (adapter, auth, integration, username, password, destination, member, since, active, changed_at, store_search,
                                  store_file, store_destination)
VALUES ($1, $2, $3, $4, coalesce($5::bytea, ''), $6, $7, $8::date, $9::boolean, $10::timestamptz, $11, $12, $13)
ON CONFLICT (one) DO UPDATE SET adapter = EXCLUDED.adapter, auth = EXCLUDED.auth, integration = EXCLUDED.integration,
       username = EXCLUDED.username, password = coalesce($5::bytea, p.password), destination = EXCLUDED.destination,
       member = EXCLUDED.member, since = EXCLUDED.since, active = EXCLUDED.active, filled = false, changed_at = EXCLUDED.changed_at,
       store_search = EXCLUDED.store_search, store_file = EXCLUDED.store_file, store_destination = EXCLUDED.store_destination,
       quiet_until = NULL, silences = 0, trouble = ''
