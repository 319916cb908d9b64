-- Waits until no act is under way, and keeps new ones waiting until the end of the transaction.
SELECT lt_between_acts()
