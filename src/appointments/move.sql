-- name: find_movable
-- An appointment, where it is and whom it is for.
SELECT a.status, a.slot_id, a.seats, a.service_id, s.starts_at, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id WHERE a.id = $1;

-- name: find_movable (postgresql)
-- The same; locked until the transaction ends.
SELECT a.status, a.slot_id, a.seats, a.service_id, s.starts_at, p.office_id
FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id WHERE a.id = $1
FOR NO KEY UPDATE OF a;

-- name: find_serving_office
-- The office whose pool serves a service.
SELECT office_id FROM offering WHERE pool_id = $1 AND service_id = $2
  AND office_id = (SELECT office_id FROM pool WHERE id = $1);

-- name: move_appointment
-- It is booked at another slot.
UPDATE appointment SET slot_id = $2, status = 'booked' WHERE id = $1;
