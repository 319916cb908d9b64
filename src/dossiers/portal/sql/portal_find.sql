-- How the national portal is reached.
SELECT adapter, auth, integration, username, password, destination, member, since, active, filled, changed_at, quiet_until, silences, trouble,
       answered_at FROM national_portal
