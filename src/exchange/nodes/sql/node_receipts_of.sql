-- $1 uid of a message of ours
SELECT r.receipt, r.signature, s.code, s.certificate, m.sha256 FROM node_receipts r JOIN axis_messages m ON m.id = r.message_id
  JOIN connected_systems s ON s.id = r.system_id WHERE m.uid = $1::uuid ORDER BY r.received_at, r.dispatch
