-- How the national portal is reached.
SELECT adapter, auth, integration, username, password, destination, member, since, active, filled, changed_at, quiet_until, silences, trouble,
       answered_at, store_search, store_file, store_destination FROM national_portal
