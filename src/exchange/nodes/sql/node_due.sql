-- Nodes that something waits for now. OFFSET 0: one look into the index for each node, not at all that waits.
-- $1 now
SELECT s.id, s.code FROM connected_systems s
 WHERE s.kind = 'node' AND s.active AND EXISTS (SELECT 1 FROM node_outbox o WHERE o.system_id = s.id AND o.next_at <= $1::timestamptz OFFSET 0)
 ORDER BY s.id
