-- After a bulk load, so that the first pages need not wait for autovacuum's statistics.
ANALYZE agencies, officials, posts, accounts, documents, document_files, document_recipients, deliveries,
        incoming_entries, assignments, document_search, audit_events
