-- Whether the national store is asked at all; in any scope.
SELECT lt_has_national_store() AS connected
