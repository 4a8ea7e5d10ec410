-- The schema. Every column says what it is for. `*_at` are UTC milliseconds, `*_on` ISO dates, `*_minute` minutes since
-- midnight of the office's day. Catalogue tables are written by the import, the rest by commands of the engine.
-- Conditions on written rows are chains of OR: for a longer IN, SQLite builds a table of the values at every row.

-- One row: what this installation is.
CREATE TABLE installation (
  id text NOT NULL PRIMARY KEY,        -- random, part of Message-IDs
  created_at integer NOT NULL
) STRICT;

-- Counters that tell other processes that something in memory must be read again.
CREATE TABLE revision (
  name text NOT NULL PRIMARY KEY,      -- 'catalogue', 'slots'
  number integer NOT NULL
) STRICT;
INSERT INTO revision (name, number) VALUES ('catalogue', 1), ('slots', 1);

-- ---------------------------------------------------------------- catalogue

-- Departments whose counters can be booked (JIM is one).
CREATE TABLE department (
  code text NOT NULL PRIMARY KEY,
  name_ms text NOT NULL,
  name_en text NOT NULL,
  sort integer NOT NULL
) STRICT;

-- Divisions of a department; services belong to one.
CREATE TABLE division (
  code text NOT NULL PRIMARY KEY,
  department_code text NOT NULL REFERENCES department (code),
  name_ms text NOT NULL,
  name_en text NOT NULL,
  sort integer NOT NULL
) STRICT;

-- States and federal territories, ISO 3166-2:MY codes.
CREATE TABLE state (
  code text NOT NULL PRIMARY KEY,
  name_ms text NOT NULL,
  name_en text NOT NULL,
  region text NOT NULL
) STRICT;

-- Rest days of a state while a law holds.
CREATE TABLE weekend_rule (
  state_code text NOT NULL REFERENCES state (code),
  days_off integer NOT NULL CHECK (days_off BETWEEN 0 AND 127), -- bit 0 Monday … bit 6 Sunday
  valid_from_on text NOT NULL,
  valid_to_on text,                    -- last day; null: still in force
  PRIMARY KEY (state_code, valid_from_on)
) STRICT;

-- Public holidays by state.
CREATE TABLE holiday (
  holiday_on text NOT NULL,
  state_code text NOT NULL REFERENCES state (code),
  name_ms text NOT NULL,
  name_en text NOT NULL,
  estimated integer NOT NULL CHECK (estimated IN (0, 1)), -- the date awaits official confirmation
  PRIMARY KEY (holiday_on, state_code, name_ms)
) STRICT;

-- Opening hours of a profile; several rows for a day with breaks. On a date the rows with the latest
-- valid_from_on that has begun and not ended count, all together.
CREATE TABLE opening_hours (
  profile_code text NOT NULL,
  weekday integer NOT NULL CHECK (weekday BETWEEN 1 AND 7), -- ISO: 1 Monday … 7 Sunday
  opens_minute integer NOT NULL CHECK (opens_minute BETWEEN 0 AND 1440),
  closes_minute integer NOT NULL CHECK (closes_minute BETWEEN 0 AND 1440),
  valid_from_on text NOT NULL,
  valid_to_on text,                    -- last day; null: until a later set begins
  PRIMARY KEY (profile_code, valid_from_on, weekday, opens_minute),
  CHECK (opens_minute < closes_minute)
) STRICT;

-- Places with counters.
CREATE TABLE office (
  id integer NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE,
  department_code text NOT NULL REFERENCES department (code),
  kind text NOT NULL,
  state_code text REFERENCES state (code), -- null abroad: no state holidays, no weekend rule
  district text NOT NULL,
  name_ms text NOT NULL,
  name_en text NOT NULL,
  address text NOT NULL,               -- one line, may be empty
  postcode text NOT NULL,
  city text NOT NULL,
  country text NOT NULL,               -- ISO 3166-1 alpha-2
  time_zone text NOT NULL,             -- IANA name
  hours_profile text NOT NULL,
  opens_on_rest_days integer NOT NULL CHECK (opens_on_rest_days IN (0, 1)), -- the profile wins over the weekend rule
  phone text NOT NULL,
  latitude text NOT NULL,              -- decimal degrees or empty
  longitude text NOT NULL,
  active integer NOT NULL CHECK (active IN (0, 1))
) STRICT;

-- Times at which counters do not open although the hours say so.
CREATE TABLE closure (
  id integer NOT NULL PRIMARY KEY,
  code text UNIQUE,                    -- its name in the imported files; null: made by staff, the import leaves it alone
  state_code text REFERENCES state (code),    -- with office_id null: all offices of the state; both null: everywhere
  office_id integer REFERENCES office (id),
  from_on text NOT NULL,
  to_on text NOT NULL,                 -- last day
  from_minute integer,                  -- null: whole days
  to_minute integer,
  reason_ms text NOT NULL,
  reason_en text NOT NULL
) STRICT;

-- What one comes for.
CREATE TABLE service (
  id integer NOT NULL PRIMARY KEY,
  code text NOT NULL UNIQUE,
  division_code text NOT NULL REFERENCES division (code),
  name_ms text NOT NULL,
  name_en text NOT NULL,
  summary_ms text NOT NULL,
  summary_en text NOT NULL,
  applicant_kind text NOT NULL CHECK (applicant_kind = 'citizen' OR applicant_kind = 'permanent_resident' OR
    applicant_kind = 'foreigner' OR applicant_kind = 'foreigner_with_sponsor' OR
    applicant_kind = 'sponsor' OR applicant_kind = 'employer' OR applicant_kind = 'institution'),
  booking text NOT NULL CHECK (booking = 'self' OR booking = 'online_elsewhere' OR booking = 'assigned'),
  online_url text NOT NULL,            -- where it is done online, or empty
  persons_max integer NOT NULL CHECK (persons_max BETWEEN 1 AND 1000), -- persons in one booking
  minutes integer NOT NULL,             -- one person's time at the counter
  audience_ms text NOT NULL,
  audience_en text NOT NULL,
  active_from_on text,
  active_to_on text,                   -- last day; null: no end known
  window_months integer NOT NULL CHECK (window_months BETWEEN 1 AND 12), -- bookable so many months ahead (term 2)
  lead_days integer NOT NULL CHECK (lead_days BETWEEN 0 AND 90),         -- bookable until so many days before
  sort integer NOT NULL
) STRICT;

-- Documents to bring for a service, in order.
CREATE TABLE service_document (
  service_id integer NOT NULL REFERENCES service (id),
  sort integer NOT NULL,
  text_ms text NOT NULL,
  text_en text NOT NULL,
  required text NOT NULL CHECK (required = 'yes' OR required = 'no' OR required = 'if_applicable'),
  condition_ms text NOT NULL,
  condition_en text NOT NULL,
  PRIMARY KEY (service_id, sort)
) STRICT;

-- A group of an office's counters that share their seats.
CREATE TABLE pool (
  id integer NOT NULL PRIMARY KEY,
  office_id integer NOT NULL REFERENCES office (id),
  code text NOT NULL,
  name_ms text NOT NULL,
  name_en text NOT NULL,
  counters integer NOT NULL CHECK (counters >= 0),
  UNIQUE (office_id, code)
) STRICT;

-- A service that an office offers, and the counters that serve it.
CREATE TABLE offering (
  office_id integer NOT NULL REFERENCES office (id),
  service_id integer NOT NULL REFERENCES service (id),
  pool_id integer NOT NULL REFERENCES pool (id),
  PRIMARY KEY (office_id, service_id)
) STRICT;

-- How a pool's day is cut into slots, by kind of office.
CREATE TABLE seat_rule (
  office_kind text NOT NULL,
  pool_code text NOT NULL,
  weekdays integer NOT NULL CHECK (weekdays BETWEEN 1 AND 127), -- bit 0 Monday … bit 6 Sunday
  from_minute integer NOT NULL,         -- the rule holds inside this part of the day
  to_minute integer NOT NULL,
  slot_minutes integer NOT NULL CHECK (slot_minutes BETWEEN 5 AND 480),
  seats_per_counter integer NOT NULL CHECK (seats_per_counter BETWEEN 1 AND 100),
  valid_from_on text NOT NULL,
  valid_to_on text,
  PRIMARY KEY (office_kind, pool_code, valid_from_on, weekdays, from_minute)
) STRICT;

-- What the department tells the public.
CREATE TABLE announcement (
  id integer NOT NULL PRIMARY KEY,
  code text UNIQUE,                    -- its name in the imported files; null: made by staff, the import leaves it alone
  department_code text NOT NULL REFERENCES department (code),
  title_ms text NOT NULL,
  title_en text NOT NULL,
  body_ms text NOT NULL,               -- paragraphs separated by empty lines
  body_en text NOT NULL,
  from_on text NOT NULL,
  to_on text,
  pinned integer NOT NULL CHECK (pinned IN (0, 1))
) STRICT;

-- ---------------------------------------------------------------- bookings

-- A start time with a capacity. Written by publishing; `taken` by every command that takes or frees seats.
CREATE TABLE slot (
  id integer NOT NULL PRIMARY KEY,
  pool_id integer NOT NULL REFERENCES pool (id),
  starts_at integer NOT NULL,
  minutes integer NOT NULL,
  seats integer NOT NULL CHECK (seats >= 0),
  taken integer NOT NULL DEFAULT 0,
  withdrawn integer NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), -- no longer offered, kept for those who have it
  CHECK (taken >= 0 AND taken <= seats),
  UNIQUE (pool_id, starts_at)
) STRICT;

-- One person's business at one slot.
CREATE TABLE appointment (
  id integer NOT NULL PRIMARY KEY,
  reference text NOT NULL,             -- without separators; of a keyed hash of the submission's idempotency key
  slot_id integer NOT NULL REFERENCES slot (id),
  service_id integer NOT NULL REFERENCES service (id),
  seats integer NOT NULL CHECK (seats >= 1),
  status text NOT NULL CHECK (status = 'booked' OR status = 'confirmed' OR status = 'displaced' OR status = 'attended' OR
    status = 'missed' OR status = 'cancelled_by_applicant' OR status = 'cancelled_by_department'),
  identity_hash blob NOT NULL,         -- keyed hash of document type, country and normalised number
  person blob NOT NULL,                -- sealed: name, document, contact, organisation, sponsor
  language text NOT NULL CHECK (language IN ('ms', 'en')),
  booked_at integer NOT NULL,
  request_hash blob                    -- keyed hash of what was submitted under the key; null: without a key
) STRICT;
-- How people name it. Also one effect per idempotency key: the same key leads to the same reference.
CREATE UNIQUE INDEX appointment_reference ON appointment (reference);
-- One live appointment per identity and service.
CREATE UNIQUE INDEX appointment_live ON appointment (identity_hash, service_id)
  WHERE status = 'booked' OR status = 'confirmed' OR status = 'displaced';
-- The day sheet, and what a change of hours affects.
CREATE INDEX appointment_slot ON appointment (slot_id);

-- Every change of an appointment: what, when, who.
CREATE TABLE appointment_event (
  id integer NOT NULL PRIMARY KEY,
  appointment_id integer NOT NULL REFERENCES appointment (id),
  kind text NOT NULL CHECK (kind = 'booked' OR kind = 'confirmed' OR kind = 'displaced' OR kind = 'attended' OR
    kind = 'missed' OR kind = 'cancelled_by_applicant' OR kind = 'cancelled_by_department'),
  at integer NOT NULL,
  actor text NOT NULL,                 -- 'applicant', 'api', 'operator', 'staff:<id>'
  detail text NOT NULL                 -- a chosen reason; never personal data
) STRICT;
CREATE INDEX appointment_event_appointment ON appointment_event (appointment_id);

-- A seat kept while a form is filled, and what was typed so far.
CREATE TABLE hold (
  id integer NOT NULL PRIMARY KEY,
  browser_hash blob,                   -- of the browser's cookie; null through the JSON interface
  slot_id integer NOT NULL REFERENCES slot (id),
  service_id integer NOT NULL REFERENCES service (id),
  seats integer NOT NULL CHECK (seats >= 1),
  created_at integer NOT NULL,
  expires_at integer NOT NULL,
  ended_at integer,                     -- null while seats are kept
  ended_by text CHECK (ended_by = 'booked' OR ended_by = 'released' OR ended_by = 'expired' OR ended_by = 'replaced'),
  appointment_id integer REFERENCES appointment (id), -- what it became
  draft blob                           -- sealed: answers typed so far; erased after booking and after hold.draft_hours
) STRICT;
-- One live hold per browser.
CREATE UNIQUE INDEX hold_browser_live ON hold (browser_hash) WHERE ended_at IS NULL AND browser_hash IS NOT NULL;
-- The sweep of expired holds.
CREATE INDEX hold_expiry ON hold (expires_at) WHERE ended_at IS NULL;
-- A browser's newest hold; the erasing of drafts.
CREATE INDEX hold_browser ON hold (browser_hash, id) WHERE browser_hash IS NOT NULL;
-- Seats kept at a slot, for the check of `slot.taken`; whether a slot may be removed.
CREATE INDEX hold_slot ON hold (slot_id);
-- Drafts to erase.
CREATE INDEX hold_draft ON hold (ended_at) WHERE ended_at IS NOT NULL AND draft IS NOT NULL;

-- Mails to send. One per event, so a booking is never announced twice.
CREATE TABLE outbox (
  event_id integer NOT NULL PRIMARY KEY REFERENCES appointment_event (id),
  appointment_id integer NOT NULL REFERENCES appointment (id),
  kind text NOT NULL,                  -- 'booked', 'confirmed', 'cancelled_by_applicant', …
  status text NOT NULL CHECK (status = 'waiting' OR status = 'sent' OR status = 'failed'),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at integer NOT NULL,
  last_error text NOT NULL DEFAULT '', -- what the mail server said, without addresses
  sent_at integer
) STRICT;
-- The deliverer's queue.
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE status = 'waiting';
-- What was given up, for figures and for trying again.
CREATE INDEX outbox_failed ON outbox (event_id) WHERE status = 'failed';
