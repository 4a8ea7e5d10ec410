-- name: find_bulk_cancellation
-- One of them.
SELECT id, office_id, day_on, pool_id, from_minute, to_minute, reason_ms, reason_en, asked_by, asked_at, approved_at, ended_at
FROM bulk_cancellation WHERE id = $1;

-- name: list_bulk_cancellations
-- Those of an office, newest first.
SELECT id, office_id, day_on, pool_id, from_minute, to_minute, reason_ms, reason_en, asked_by, asked_at, approved_at, ended_at
FROM bulk_cancellation WHERE office_id = $1 ORDER BY id DESC LIMIT $2;

-- name: list_open_bulk_cancellations
-- Approved ones that somebody is left of, oldest first.
SELECT id, office_id, day_on, pool_id, from_minute, to_minute, reason_ms, reason_en, asked_by, asked_at, approved_at, ended_at
FROM bulk_cancellation WHERE approved_at IS NOT NULL AND ended_at IS NULL ORDER BY id;

-- name: count_bulk
-- How many there are, were cancelled and were kept.
SELECT count(*), count(CASE WHEN outcome = 'cancelled' THEN 1 END), count(CASE WHEN outcome = 'kept' THEN 1 END)
FROM bulk_cancelled WHERE cancellation_id = $1;

-- name: list_bulk
-- Whose appointments they are.
SELECT appointment_id FROM bulk_cancelled WHERE cancellation_id = $1 ORDER BY appointment_id;

-- name: list_bulk_waiting
-- Those whose turn has not come, and where they were.
SELECT appointment_id, slot_id FROM bulk_cancelled
WHERE cancellation_id = $1 AND outcome IS NULL ORDER BY appointment_id LIMIT $2;

-- name: insert_bulk_cancellation
-- What is asked for.
INSERT INTO bulk_cancellation (id, office_id, day_on, pool_id, from_minute, to_minute, reason_ms, reason_en, asked_by, asked_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: insert_bulk_member
-- Whose appointments.
INSERT INTO bulk_cancelled (cancellation_id, appointment_id, slot_id) VALUES ($1, $2, $3);

-- name: insert_bulk_member (postgresql)
-- Set-wise.
INSERT INTO bulk_cancelled (cancellation_id, appointment_id, slot_id)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]);

-- name: approve_bulk_cancellation
-- A second person approved it.
UPDATE bulk_cancellation SET approved_at = $2 WHERE id = $1 AND approved_at IS NULL;

-- name: lock_cancellable
-- The seats of an appointment that lives at its slot, has not begun by $3 unless it is displaced, and whose person is not
-- there; locked until the transaction ends.
SELECT a.seats FROM appointment a JOIN slot s ON s.id = a.slot_id
WHERE a.id = $1 AND a.slot_id = $2
  AND (a.status = 'displaced' OR ((a.status = 'booked' OR a.status = 'confirmed') AND s.starts_at > $3))
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = a.id);

-- name: lock_cancellable (postgresql)
-- Set-wise, locked in the order of their ids.
SELECT a.seats, wanted.number
FROM (SELECT id, slot, now, number FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) WITH ORDINALITY
  AS ids (id, slot, now, number) ORDER BY id) AS wanted
CROSS JOIN LATERAL (SELECT seats FROM appointment WHERE id = wanted.id AND slot_id = wanted.slot
  AND (status = 'displaced' OR ((status = 'booked' OR status = 'confirmed')
    AND (SELECT starts_at FROM slot WHERE id = wanted.slot) > wanted.now))
  AND NOT EXISTS (SELECT 1 FROM ticket WHERE appointment_id = wanted.id) OFFSET 0 FOR NO KEY UPDATE) AS a;

-- name: set_cancelled
-- The department gives it up.
UPDATE appointment SET status = 'cancelled_by_department' WHERE id = $1;

-- name: set_cancelled (postgresql)
-- Set-wise.
UPDATE appointment SET status = 'cancelled_by_department' WHERE id = ANY ($1::bigint[]);

-- name: set_bulk_outcome
-- What became of one.
UPDATE bulk_cancelled SET outcome = $3 WHERE cancellation_id = $1 AND appointment_id = $2 AND outcome IS NULL;

-- name: set_bulk_outcome (postgresql)
-- Set-wise.
UPDATE bulk_cancelled SET outcome = ended.outcome
FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS ended (cancellation_id, appointment_id, outcome)
WHERE bulk_cancelled.cancellation_id = ended.cancellation_id AND bulk_cancelled.appointment_id = ended.appointment_id
  AND bulk_cancelled.outcome IS NULL;

-- name: end_bulk_cancellation
-- Nobody is left.
UPDATE bulk_cancellation SET ended_at = $2 WHERE id = $1
  AND NOT EXISTS (SELECT 1 FROM bulk_cancelled WHERE cancellation_id = $1 AND outcome IS NULL);
