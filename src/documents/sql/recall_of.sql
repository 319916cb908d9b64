-- $1 delivery
SELECT answer FROM recalls WHERE delivery_id = $1
