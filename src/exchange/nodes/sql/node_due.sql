-- Nodes that something waits for now.
-- $1 now
SELECT s.id, s.code FROM connected_systems s
 WHERE s.kind = 'node' AND s.active AND EXISTS (SELECT 1 FROM node_outbox o WHERE o.system_id = s.id AND o.next_at <= $1::timestamptz)
 ORDER BY s.id
