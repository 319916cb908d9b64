-- $1 agency
SELECT facts, changed_at FROM process_facts WHERE agency_id = $1
