-- name: list_booked_in_span
-- Who is booked at a pool's slots that begin from $2 on and before $3, but for those who have a number of the queue.
SELECT a.id, a.slot_id, s.starts_at, s.minutes, a.seats FROM slot s JOIN appointment a ON a.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND (a.status = 'booked' OR a.status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = a.id)
ORDER BY s.starts_at, a.id;

-- name: list_held_in_span
-- Holds of seats there that have not ended.
SELECT h.id, h.slot_id, s.starts_at, s.minutes, h.seats FROM slot s JOIN hold h ON h.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND h.ended_at IS NULL
ORDER BY s.starts_at, h.id;

-- name: list_displaced_in_span
-- Who is displaced there, and whether their slot is off offer.
SELECT a.id, a.slot_id, s.starts_at, s.minutes, a.seats, s.withdrawn
FROM slot s JOIN appointment a ON a.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.starts_at < $3 AND a.status = 'displaced'
ORDER BY s.starts_at, a.id;

-- name: list_booked_off_offer
-- Who is booked at a pool's slots that begin from $2 on and are off offer, but for those who have a number of the queue.
SELECT a.id, a.slot_id, s.starts_at, a.seats FROM slot s JOIN appointment a ON a.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.withdrawn = 1 AND (a.status = 'booked' OR a.status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = a.id)
ORDER BY s.starts_at, a.id;

-- name: list_held_off_offer
-- Holds of seats there that have not ended.
SELECT h.id, h.slot_id, s.starts_at, h.seats FROM slot s JOIN hold h ON h.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.withdrawn = 1 AND h.ended_at IS NULL
ORDER BY s.starts_at, h.id;

-- name: list_displaced_on_offer
-- Whom a change of the catalogue displaced at slots that begin from $2 on and are on offer again.
SELECT a.id, a.slot_id, s.starts_at, a.seats FROM slot s JOIN appointment a ON a.slot_id = s.id
WHERE s.pool_id = $1 AND s.starts_at >= $2 AND s.withdrawn = 0 AND a.status = 'displaced'
  AND (SELECT detail FROM appointment_event WHERE appointment_id = a.id ORDER BY id DESC LIMIT 1) LIKE 'change:%'
ORDER BY s.starts_at, a.id;

-- name: list_displaced_at
-- Who waits for another slot at an office.
SELECT a.id FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.status = 'displaced' AND p.office_id = $1 ORDER BY s.starts_at, a.id LIMIT $2;

-- name: count_displaced_at
-- How many they are.
SELECT count(*) FROM appointment a JOIN slot s ON s.id = a.slot_id JOIN pool p ON p.id = s.pool_id
WHERE a.status = 'displaced' AND p.office_id = $1;

-- name: lock_booked
-- Whether an appointment is still booked and not checked in; locked until the transaction ends.
SELECT 1 FROM appointment a WHERE a.id = $1 AND (a.status = 'booked' OR a.status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = a.id);

-- name: lock_booked (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT id FROM appointment WHERE id = wanted.id AND (status = 'booked' OR status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = wanted.id) OFFSET 0 FOR NO KEY UPDATE) AS a;

-- name: lock_booked_off_offer
-- The same if its slot is still off offer.
SELECT 1 FROM appointment a WHERE a.id = $1 AND (a.status = 'booked' OR a.status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = a.id)
  AND EXISTS (SELECT 1 FROM slot WHERE id = a.slot_id AND withdrawn = 1);

-- name: lock_booked_off_offer (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT id FROM appointment WHERE id = wanted.id AND (status = 'booked' OR status = 'confirmed')
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = wanted.id)
  AND EXISTS (SELECT 1 FROM slot WHERE id = appointment.slot_id AND withdrawn = 1) OFFSET 0 FOR NO KEY UPDATE) AS a;

-- name: lock_displaced
-- Whether an appointment is still displaced, and its slot on offer; locked until the transaction ends.
SELECT 1 FROM appointment a WHERE a.id = $1 AND a.status = 'displaced'
  AND EXISTS (SELECT 1 FROM slot WHERE id = a.slot_id AND withdrawn = 0);

-- name: lock_displaced (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT id FROM appointment WHERE id = wanted.id AND status = 'displaced'
  AND EXISTS (SELECT 1 FROM slot WHERE id = appointment.slot_id AND withdrawn = 0) OFFSET 0 FOR NO KEY UPDATE) AS a;

-- name: set_displaced
-- Its slot is closed.
UPDATE appointment SET status = 'displaced' WHERE id = $1;

-- name: set_displaced (postgresql)
-- Set-wise.
UPDATE appointment SET status = 'displaced' WHERE id = ANY ($1::bigint[]);

-- name: set_booked
-- Its slot is open again.
UPDATE appointment SET status = 'booked' WHERE id = $1;

-- name: set_booked (postgresql)
-- Set-wise.
UPDATE appointment SET status = 'booked' WHERE id = ANY ($1::bigint[]);

-- name: lock_hold
-- A hold that has not ended; locked until the transaction ends.
SELECT slot_id, seats FROM hold WHERE id = $1 AND ended_at IS NULL;

-- name: lock_hold (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT h.slot_id, h.seats, wanted.number
FROM (SELECT id, number FROM unnest($1::bigint[]) WITH ORDINALITY AS ids (id, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT * FROM hold WHERE id = wanted.id AND ended_at IS NULL OFFSET 0 FOR NO KEY UPDATE) AS h;

-- name: end_closed_hold
-- Ends it.
UPDATE hold SET ended_at = $2, ended_by = 'expired' WHERE id = $1;
