-- Whether who asks may see the figures of all agencies.
SELECT lt_may_count(NULL) AS oversees
