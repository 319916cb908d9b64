-- $1 uid
DELETE FROM node_outbox WHERE uid = $1::uuid
