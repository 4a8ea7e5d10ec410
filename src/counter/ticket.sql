-- name: find_ticket
-- One ticket, and the slot of its appointment.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id)
FROM ticket WHERE id = $1;

-- name: lock_ticket
-- The same, and nobody changes it until the transaction ends. SQLite has one writer at a time anyway.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id)
FROM ticket WHERE id = $1;

-- name: lock_ticket (postgresql)
-- Locked.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id)
FROM ticket WHERE id = $1 FOR NO KEY UPDATE;

-- name: find_ticket_of
-- The ticket of an appointment on a day; there is at most one.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id)
FROM ticket WHERE appointment_id = $1 AND day_on = $2;

-- name: find_ticket_at_counter
-- Who is called to a counter or served there; there is at most one.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id)
FROM ticket WHERE office_id = $1 AND day_on = $2 AND counter = $3 AND (state = 'called' OR state = 'serving');

-- name: list_present_tickets
-- Everybody at an office on a day who was not served to the end, by number.
SELECT id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority, arrival, lane,
  turn_at, state, version, counter, for_counter, staff, issued_at, called_at, started_at, ended_at, calls, receipt,
  (SELECT slot_id FROM appointment WHERE id = ticket.appointment_id),
  (SELECT minutes FROM service WHERE id = ticket.service_id) * persons
FROM ticket WHERE office_id = $1 AND day_on = $2
  AND (state = 'waiting' OR state = 'called' OR state = 'serving' OR state = 'absent') ORDER BY id;

-- name: find_rules
-- What an office decided about its counters.
SELECT walk_ins, early_minutes, late_minutes FROM counter_rule WHERE office_id = $1;

-- name: find_last_number
-- The last number a pool gave on a day.
SELECT number FROM ticket WHERE number_pool_id = $1 AND day_on = $2 ORDER BY number DESC LIMIT 1;

-- name: insert_ticket
-- Somebody came.
INSERT INTO ticket (id, office_id, day_on, number_pool_id, number, pool_id, service_id, appointment_id, persons, priority,
  arrival, lane, turn_at, state, version, issued_at, calls)
VALUES ($1, $2, $3, $4, $5, $4, $6, $7, $8, $9, $10, $11, $12, 'waiting', 1, $13, 0);

-- name: update_ticket
-- A ticket as it is after a change, unless it was changed meanwhile.
UPDATE ticket SET pool_id = $3, service_id = $4, lane = $5, turn_at = $6, state = $7, counter = $8, for_counter = $9, staff = $10,
  called_at = $11, started_at = $12, ended_at = $13, calls = $14, receipt = $15, version = version + 1
WHERE id = $1 AND version = $2;

-- name: insert_ticket_event
-- What happened to a ticket.
INSERT INTO ticket_event (id, ticket_id, kind, at, staff, counter, pool_id, lane, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);
