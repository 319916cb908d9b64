-- The messages due for a node are found by their time: what waits for a receipt is not looked at again and again while many wait.
CREATE INDEX node_outbox_due ON node_outbox (system_id, next_at, message_id);
DROP INDEX node_outbox_order;
