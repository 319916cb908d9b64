-- $1 uid
SELECT uid, year, number, from_day, to_day, rows, content, sha256, official, at FROM dossier_registers
 WHERE uid = $1::uuid
