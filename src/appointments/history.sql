-- name: insert_event
-- What happened to an appointment.
INSERT INTO appointment_event (id, appointment_id, kind, at, actor, detail) VALUES ($1, $2, $3, $4, $5, $6);

-- name: queue_mail
-- A mail to send about an event.
INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) VALUES ($1, $2, $3, 'waiting', $4);

-- name: free_seats
-- Seats come back.
UPDATE slot SET taken = taken - $2 WHERE id = $1 RETURNING pool_id, seats, taken;
