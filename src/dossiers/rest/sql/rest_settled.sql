-- The last event behind which nothing earlier is still to come.
SELECT lt_dossier_events_settled() AS last
