-- What the same owner declared in the newest dossiers that the agency received or decides, the newest first.
-- (`<> ''` as in of_citizen.)
-- $1 kind of owner  $2 number  $3 limit
SELECT o.id, o.code, o.answers FROM dossiers o
 WHERE o.owner_kind = $1 AND o.owner_number = $2 AND o.owner_number <> '' AND o.answers::text <> '{}'
   AND (o.agency_id = current_setting('lt.agency')::bigint OR o.decides_id = current_setting('lt.agency')::bigint)
 ORDER BY o.id DESC LIMIT $3::int
