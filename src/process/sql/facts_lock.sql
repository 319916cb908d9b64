-- What an agency knows, locked until the end of the transaction.
-- $1 agency  $2 now
INSERT INTO process_facts (agency_id, facts, changed_at) VALUES ($1, '{}', $2)
    ON CONFLICT (agency_id) DO UPDATE SET changed_at = excluded.changed_at RETURNING facts
