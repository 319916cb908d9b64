-- $1 system  $2 name  $3 address  $4 may send  $5 may register  $6 rate  $7 largest
UPDATE connected_systems SET name = $2, address = $3, may_send = $4::boolean, may_register = $5::boolean, rate = $6::int,
       largest = $7::bigint
 WHERE id = $1::bigint
