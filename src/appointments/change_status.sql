-- name: find_status
-- Where an appointment stands; locked until the transaction ends.
SELECT a.status, a.slot_id, a.seats, s.starts_at FROM appointment a JOIN slot s ON s.id = a.slot_id WHERE a.id = $1;

-- name: find_status (postgresql)
-- The same.
SELECT a.status, a.slot_id, a.seats, s.starts_at FROM appointment a JOIN slot s ON s.id = a.slot_id WHERE a.id = $1
FOR NO KEY UPDATE OF a;

-- name: set_status
-- Its new status.
UPDATE appointment SET status = $2 WHERE id = $1;
