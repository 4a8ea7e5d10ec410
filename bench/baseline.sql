-- The classic way to book: a transaction for one booking, guarded by the row itself. pgbench runs it, with a line before
-- it that chooses :slot. The slot's row must be there (\gset says so), references are random like the program's, and the
-- bytes are as many as the program writes.
\set bits random(1125899906842624, 2251799813685247)
BEGIN;
UPDATE slot SET taken = taken + 1 WHERE id = :slot AND taken < seats RETURNING id AS taken_slot \gset
INSERT INTO appointment (id, reference, slot_id, service_id, seats, status, identity_hash, person, language, booked_at, request_hash)
VALUES (nextval('baseline_id'), to_hex(CAST(:bits AS bigint)), :slot, :service, 1, 'booked', uuid_send(gen_random_uuid()), :person, 'ms', :now, uuid_send(gen_random_uuid()))
RETURNING id AS appointment \gset
INSERT INTO appointment_event (id, appointment_id, kind, at, actor, detail) VALUES (:appointment, :appointment, 'booked', :now, 'api', '');
INSERT INTO outbox (event_id, appointment_id, kind, status, next_attempt_at) VALUES (:appointment, :appointment, 'booked', 'waiting', :now);
COMMIT;
