-- Several installations of this program that carry messages to one another by NATS.

-- Of a node: PEM of the certificates whose signatures it is believed by; several while it changes its key.
ALTER TABLE connected_systems ADD COLUMN certificate text NOT NULL DEFAULT '' CHECK (length(certificate) <= 65536);
GRANT UPDATE (certificate) ON connected_systems TO lt_app;

-- A message on its way to a node, until that node's signed receipt is here. An acknowledgement of NATS ends nothing.
CREATE TABLE node_outbox (
    uid         uuid PRIMARY KEY,           -- of the dispatch: the receiver knows by it that it has this one
    message_id  bigint NOT NULL REFERENCES axis_messages,
    system_id   bigint NOT NULL REFERENCES connected_systems,
    document_id text NOT NULL,              -- copy of the message's: what comes later in a document's life waits
    tries       int NOT NULL DEFAULT 0,
    next_at     timestamptz NOT NULL,       -- of the next try
    CONSTRAINT node_outbox_message_key UNIQUE (message_id, system_id)
) WITH (fillfactor = 70);
CREATE INDEX node_outbox_life ON node_outbox (system_id, document_id, message_id);
CREATE INDEX node_outbox_order ON node_outbox (system_id, message_id);

-- What nodes have sent here, for good: the same dispatch has its effect once, and gets the same receipt however often it comes.
CREATE TABLE node_inbox (
    system_id      bigint NOT NULL REFERENCES connected_systems,
    dispatch       uuid NOT NULL,
    note           text NOT NULL,           -- what the sender signed
    note_signature bytea NOT NULL,
    receipt        text NOT NULL,           -- what was answered and signed here
    signature      bytea NOT NULL,
    received_at    timestamptz NOT NULL,
    PRIMARY KEY (system_id, dispatch)
);

-- Receipts of other nodes for messages of ours: the proof that they have them.
CREATE TABLE node_receipts (
    dispatch    uuid PRIMARY KEY,
    message_id  bigint NOT NULL REFERENCES axis_messages,
    system_id   bigint NOT NULL REFERENCES connected_systems,
    receipt     text NOT NULL,
    signature   bytea NOT NULL,
    received_at timestamptz NOT NULL
);
CREATE INDEX node_receipt_message ON node_receipts (message_id);

-- What the operator looks at: failures, and messages whose receipt is late.
DROP INDEX axis_item_failed;
CREATE INDEX axis_item_failed ON axis_items (changed_at DESC) WHERE state = 'fail' OR (state = 'processing' AND why <> '');

ALTER TABLE node_outbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE node_inbox ENABLE ROW LEVEL SECURITY;
ALTER TABLE node_receipts ENABLE ROW LEVEL SECURITY;
CREATE POLICY platform ON node_outbox USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON node_inbox USING (current_setting('lt.reach') = 'platform');
CREATE POLICY platform ON node_receipts USING (current_setting('lt.reach') = 'platform');
GRANT SELECT, INSERT, UPDATE (tries, next_at), DELETE ON node_outbox TO lt_app;
GRANT SELECT, INSERT ON node_inbox TO lt_app;
GRANT SELECT, INSERT ON node_receipts TO lt_app;
