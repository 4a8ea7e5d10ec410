-- name: insert_event
-- What happened to an appointment.
INSERT INTO appointment_event (id, appointment_id, kind, at, actor, detail) VALUES ($1, $2, $3, $4, $5, $6);

-- name: insert_event (postgresql)
-- Set-wise.
INSERT INTO appointment_event (id, appointment_id, kind, at, actor, detail)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[]);

-- name: queue_mail
-- A mail to send about an event.
INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) VALUES ($1, $2, $3, 'waiting', $4);

-- name: queue_mail (postgresql)
-- Set-wise.
INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at)
SELECT event_id, appointment_id, kind, 'waiting', at
FROM unnest($1::bigint[], $2::bigint[], $3::text[], $4::bigint[]) AS mails (event_id, appointment_id, kind, at);

-- name: free_seats
-- Seats come back.
UPDATE slot SET taken = taken - $2 WHERE id = $1 RETURNING pool_id, seats, taken;

-- name: free_seats (postgresql)
-- Set-wise.
UPDATE slot SET taken = slot.taken - freed.seats, changed_by = currval('batch_number')
FROM unnest($1::bigint[], $2::bigint[]) WITH ORDINALITY AS freed (id, seats, number)
WHERE slot.id = freed.id RETURNING slot.pool_id, slot.seats, slot.taken, freed.number;
