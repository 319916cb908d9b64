-- What whoever signs has read is no longer what there is.
-- $1 id
UPDATE own_documents SET version = version + 1 WHERE id = $1
