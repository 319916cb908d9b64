-- Who took over from whom.
SELECT predecessor_id, successor_id FROM agency_successions ORDER BY predecessor_id, successor_id
