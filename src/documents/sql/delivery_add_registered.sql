-- The delivery of a document that came on paper or by e-mail: registered at once.
-- $1 document  $2 agency  $3 now
INSERT INTO deliveries (id, document_id, sender_id, agency_id, state, arrived_at, state_at)
VALUES (nextval('delivery_ids'), $1, NULL, $2, 'accepted', $3, $3) RETURNING id
