-- name: insert_department
-- A row of the imported file.
INSERT INTO department (code, name_ms, name_en, sort)
VALUES ($1, $2, $3, $4);

-- name: update_department
-- The row as the imported file now has it.
UPDATE department SET name_ms = $2, name_en = $3, sort = $4
WHERE code = $1;

-- name: delete_department
-- The row is no longer in the imported file.
DELETE FROM department WHERE code = $1;

-- name: insert_state
-- A row of the imported file.
INSERT INTO state (code, name_ms, name_en, region)
VALUES ($1, $2, $3, $4);

-- name: update_state
-- The row as the imported file now has it.
UPDATE state SET name_ms = $2, name_en = $3, region = $4
WHERE code = $1;

-- name: delete_state
-- The row is no longer in the imported file.
DELETE FROM state WHERE code = $1;

-- name: insert_division
-- A row of the imported file.
INSERT INTO division (code, department_code, name_ms, name_en, sort)
VALUES ($1, $2, $3, $4, $5);

-- name: update_division
-- The row as the imported file now has it.
UPDATE division SET department_code = $2, name_ms = $3, name_en = $4, sort = $5
WHERE code = $1;

-- name: delete_division
-- The row is no longer in the imported file.
DELETE FROM division WHERE code = $1;

-- name: insert_weekend_rule
-- A row of the imported file.
INSERT INTO weekend_rule (state_code, valid_from_on, days_off, valid_to_on)
VALUES ($1, $2, $3, $4);

-- name: update_weekend_rule
-- The row as the imported file now has it.
UPDATE weekend_rule SET days_off = $3, valid_to_on = $4
WHERE state_code = $1 AND valid_from_on = $2;

-- name: delete_weekend_rule
-- The row is no longer in the imported file.
DELETE FROM weekend_rule WHERE state_code = $1 AND valid_from_on = $2;

-- name: insert_holiday
-- A row of the imported file.
INSERT INTO holiday (holiday_on, state_code, name_ms, name_en, estimated)
VALUES ($1, $2, $3, $4, $5);

-- name: update_holiday
-- The row as the imported file now has it.
UPDATE holiday SET name_en = $4, estimated = $5
WHERE holiday_on = $1 AND state_code = $2 AND name_ms = $3;

-- name: delete_holiday
-- The row is no longer in the imported file.
DELETE FROM holiday WHERE holiday_on = $1 AND state_code = $2 AND name_ms = $3;

-- name: insert_opening_hours
-- A row of the imported file.
INSERT INTO opening_hours (profile_code, valid_from_on, weekday, opens_minute, closes_minute, valid_to_on)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: update_opening_hours
-- The row as the imported file now has it.
UPDATE opening_hours SET closes_minute = $5, valid_to_on = $6
WHERE profile_code = $1 AND valid_from_on = $2 AND weekday = $3 AND opens_minute = $4;

-- name: delete_opening_hours
-- The row is no longer in the imported file.
DELETE FROM opening_hours WHERE profile_code = $1 AND valid_from_on = $2 AND weekday = $3 AND opens_minute = $4;

-- name: insert_office
-- A row of the imported file.
INSERT INTO office (id, code, department_code, kind, state_code, district, name_ms, name_en, address, postcode, city, country,
  time_zone, hours_profile, opens_on_rest_days, phone, latitude, longitude, active)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: update_office
-- The row as the imported file now has it.
UPDATE office SET code = $2, department_code = $3, kind = $4, state_code = $5, district = $6, name_ms = $7, name_en = $8, address =
  $9, postcode = $10, city = $11, country = $12, time_zone = $13, hours_profile = $14, opens_on_rest_days = $15, phone
  = $16, latitude = $17, longitude = $18, active = $19
WHERE id = $1;

-- name: delete_office
-- The row is no longer in the imported file.
DELETE FROM office WHERE id = $1;

-- name: list_imported_closures
-- The rows that came from files; those made by staff have no code.
SELECT id, code, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en
FROM closure WHERE code IS NOT NULL ORDER BY id;

-- name: insert_closure
-- A row of the imported file.
INSERT INTO closure (id, code, state_code, office_id, from_on, to_on, from_minute, to_minute, reason_ms, reason_en)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: update_closure
-- The row as the imported file now has it.
UPDATE closure SET code = $2, state_code = $3, office_id = $4, from_on = $5, to_on = $6, from_minute = $7, to_minute = $8, reason_ms =
  $9, reason_en = $10
WHERE id = $1;

-- name: delete_closure
-- The row is no longer in the imported file.
DELETE FROM closure WHERE id = $1;

-- name: insert_service
-- A row of the imported file.
INSERT INTO service (id, code, division_code, name_ms, name_en, summary_ms, summary_en, applicant_kind, booking, online_url, persons_max,
  minutes, audience_ms, audience_en, active_from_on, active_to_on, window_months, lead_days, sort)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19);

-- name: update_service
-- The row as the imported file now has it.
UPDATE service SET code = $2, division_code = $3, name_ms = $4, name_en = $5, summary_ms = $6, summary_en = $7, applicant_kind = $8,
  booking = $9, online_url = $10, persons_max = $11, minutes = $12, audience_ms = $13, audience_en = $14,
  active_from_on = $15, active_to_on = $16, window_months = $17, lead_days = $18, sort = $19
WHERE id = $1;

-- name: delete_service
-- The row is no longer in the imported file.
DELETE FROM service WHERE id = $1;

-- name: insert_service_document
-- A row of the imported file.
INSERT INTO service_document (service_id, sort, text_ms, text_en, required, condition_ms, condition_en)
VALUES ($1, $2, $3, $4, $5, $6, $7);

-- name: update_service_document
-- The row as the imported file now has it.
UPDATE service_document SET text_ms = $3, text_en = $4, required = $5, condition_ms = $6, condition_en = $7
WHERE service_id = $1 AND sort = $2;

-- name: delete_service_document
-- The row is no longer in the imported file.
DELETE FROM service_document WHERE service_id = $1 AND sort = $2;

-- name: insert_pool_name
-- A row of the imported file.
INSERT INTO pool_name (code, name_ms, name_en)
VALUES ($1, $2, $3);

-- name: update_pool_name
-- The row as the imported file now has it.
UPDATE pool_name SET name_ms = $2, name_en = $3
WHERE code = $1;

-- name: delete_pool_name
-- The row is no longer in the imported file.
DELETE FROM pool_name WHERE code = $1;

-- name: insert_pool
-- A row of the imported file.
INSERT INTO pool (id, office_id, code, name_ms, name_en, counters)
VALUES ($1, $2, $3, $4, $5, $6);

-- name: update_pool
-- The row as the imported file now has it.
UPDATE pool SET office_id = $2, code = $3, name_ms = $4, name_en = $5, counters = $6
WHERE id = $1;

-- name: delete_pool
-- The row is no longer in the imported file.
DELETE FROM pool WHERE id = $1;

-- name: insert_offering
-- A row of the imported file.
INSERT INTO offering (office_id, service_id, pool_id)
VALUES ($1, $2, $3);

-- name: update_offering
-- The row as the imported file now has it.
UPDATE offering SET pool_id = $3
WHERE office_id = $1 AND service_id = $2;

-- name: delete_offering
-- The row is no longer in the imported file.
DELETE FROM offering WHERE office_id = $1 AND service_id = $2;

-- name: insert_seat_rule
-- A row of the imported file.
INSERT INTO seat_rule (office_kind, pool_code, valid_from_on, weekdays, from_minute, to_minute, slot_minutes, seats_per_counter,
  valid_to_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9);

-- name: update_seat_rule
-- The row as the imported file now has it.
UPDATE seat_rule SET to_minute = $6, slot_minutes = $7, seats_per_counter = $8, valid_to_on = $9
WHERE office_kind = $1 AND pool_code = $2 AND valid_from_on = $3 AND weekdays = $4 AND from_minute = $5;

-- name: delete_seat_rule
-- The row is no longer in the imported file.
DELETE FROM seat_rule WHERE office_kind = $1 AND pool_code = $2 AND valid_from_on = $3 AND weekdays = $4 AND from_minute = $5;

-- name: list_imported_announcements
-- The rows that came from files; those made by staff have no code.
SELECT id, code, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned
FROM announcement WHERE code IS NOT NULL ORDER BY id;

-- name: insert_announcement
-- A row of the imported file.
INSERT INTO announcement (id, code, department_code, title_ms, title_en, body_ms, body_en, from_on, to_on, pinned)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10);

-- name: update_announcement
-- The row as the imported file now has it.
UPDATE announcement SET code = $2, department_code = $3, title_ms = $4, title_en = $5, body_ms = $6, body_en = $7, from_on = $8, to_on = $9,
  pinned = $10
WHERE id = $1;

-- name: delete_announcement
-- The row is no longer in the imported file.
DELETE FROM announcement WHERE id = $1;

-- name: lock_slots_of_pool
-- Keeps anybody from booking at a pool until the transaction ends. SQLite has one writer at a time anyway.
SELECT id FROM slot WHERE pool_id = $1 LIMIT 1;

-- name: lock_slots_of_pool (postgresql)
-- In the order in which slots are locked everywhere.
SELECT id FROM slot WHERE pool_id = $1 ORDER BY id FOR UPDATE;

-- name: lock_service
-- The same for a service.
SELECT id FROM service WHERE id = $1;

-- name: lock_service (postgresql)
-- Locked.
SELECT id FROM service WHERE id = $1 FOR UPDATE;

-- name: find_pool_use
-- Whether anybody has or had an appointment or a hold at the pool's slots, or a number of the pool.
SELECT 1 WHERE EXISTS (SELECT 1 FROM slot WHERE pool_id = $1 AND (EXISTS (SELECT 1 FROM appointment WHERE slot_id = slot.id)
    OR EXISTS (SELECT 1 FROM hold WHERE slot_id = slot.id)))
  OR EXISTS (SELECT 1 FROM ticket WHERE pool_id = $1) OR EXISTS (SELECT 1 FROM ticket WHERE number_pool_id = $1)
  OR EXISTS (SELECT 1 FROM bulk_cancellation WHERE office_id = (SELECT office_id FROM pool WHERE id = $1) AND pool_id = $1);

-- name: find_service_use
-- Whether anybody has or had an appointment, a hold or a number for the service. Reads whole tables; only when
-- a service is dropped.
-- scan: an import is rare, and asks only for services it would drop
SELECT 1 WHERE EXISTS (SELECT 1 FROM appointment WHERE service_id = $1)
  OR EXISTS (SELECT 1 FROM hold WHERE service_id = $1) OR EXISTS (SELECT 1 FROM ticket WHERE service_id = $1);

-- name: find_office_people
-- Whether anybody works there, or something was decided there about many people.
SELECT 1 WHERE EXISTS (SELECT 1 FROM staff_office WHERE office_id = $1)
  OR EXISTS (SELECT 1 FROM bulk_cancellation WHERE office_id = $1);

-- name: find_state_closure
-- Whether staff ever closed the whole state. A closure is a rare row.
SELECT 1 FROM closure WHERE state_code = $1 AND code IS NULL;

-- name: find_department_announcement
-- Whether the department has announcements that staff wrote.
SELECT 1 FROM announcement WHERE department_code = $1 AND code IS NULL;

-- name: find_offering_use
-- Whether anybody still has an appointment (from $3 on) or a hold for the service at the office.
SELECT 1 FROM pool JOIN slot ON slot.pool_id = pool.id
WHERE pool.office_id = $1 AND slot.starts_at >= $3 AND (
  EXISTS (SELECT 1 FROM appointment WHERE slot_id = slot.id AND service_id = $2
    AND status IN ('booked', 'confirmed', 'displaced'))
  OR EXISTS (SELECT 1 FROM hold WHERE slot_id = slot.id AND service_id = $2 AND ended_at IS NULL))
LIMIT 1;

-- name: delete_pool_slots
-- The slots of a pool that nobody ever used, before it is removed.
DELETE FROM slot WHERE pool_id = $1;

-- name: delete_office_closures
-- What staff closed at an office that is removed.
DELETE FROM closure WHERE office_id = $1;
