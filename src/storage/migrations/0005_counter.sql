-- The day at an office's counters: who came, whose number is called, who was served.

-- What an office decides about its counters. Without a row: no walk-ins, early is more than 60 minutes before the
-- start, late is after it.
CREATE TABLE counter_rule (
  office_id integer NOT NULL PRIMARY KEY REFERENCES office (id) ON DELETE CASCADE,
  walk_ins integer NOT NULL CHECK (walk_ins IN (0, 1)),                    -- whether numbers are given without appointment
  early_minutes integer NOT NULL CHECK (early_minutes BETWEEN 0 AND 720),  -- early is more than so long before the start
  late_minutes integer NOT NULL CHECK (late_minutes BETWEEN 0 AND 720)     -- late is more than so long after the start
) STRICT;

-- Counters at which somebody serves now. Closing a counter or the day removes the row.
CREATE TABLE open_counter (
  office_id integer NOT NULL REFERENCES office (id) ON DELETE CASCADE,
  name text NOT NULL,                  -- what is written above it: '3', 'K-12'
  day_on text NOT NULL,                -- the office's date
  staff integer NOT NULL,              -- number of who serves there
  since_at integer NOT NULL,
  PRIMARY KEY (office_id, name)
) STRICT;
-- An officer sits at one counter.
CREATE UNIQUE INDEX open_counter_staff ON open_counter (office_id, staff);

-- Whom an open counter serves.
CREATE TABLE open_counter_pool (
  office_id integer NOT NULL,
  name text NOT NULL,
  pool_id integer NOT NULL REFERENCES pool (id) ON DELETE CASCADE,
  PRIMARY KEY (office_id, name, pool_id),
  FOREIGN KEY (office_id, name) REFERENCES open_counter (office_id, name) ON DELETE CASCADE
) STRICT;

-- A number (giliran): one person's turn at an office on a day. Written by the commands of the counter.
CREATE TABLE ticket (
  id integer NOT NULL PRIMARY KEY,
  office_id integer NOT NULL REFERENCES office (id),
  day_on text NOT NULL,                -- the office's date
  number_pool_id integer NOT NULL REFERENCES pool (id), -- the pool that gave the number, and its letter
  number integer NOT NULL CHECK (number BETWEEN 1 AND 999),
  pool_id integer NOT NULL REFERENCES pool (id),        -- where the person queues now; a transfer changes it
  service_id integer NOT NULL REFERENCES service (id),  -- what for; a transfer may change it
  appointment_id integer REFERENCES appointment (id),   -- null: came without one
  persons integer NOT NULL CHECK (persons >= 1),        -- how many are served under the number
  priority text NOT NULL CHECK (priority = 'none' OR priority = 'disabled' OR priority = 'elderly' OR priority = 'pregnant'),
  arrival text CHECK (arrival = 'early' OR arrival = 'on_time' OR arrival = 'late'), -- by the office's rule; null without appointment
  lane text NOT NULL CHECK (lane = 'priority' OR lane = 'appointment' OR lane = 'open'), -- which of the pool's queues
  turn_at integer NOT NULL,            -- orders the lane: the appointment's start, the arrival, or the return
  state text NOT NULL CHECK (state = 'waiting' OR state = 'called' OR state = 'serving' OR state = 'finished' OR
    state = 'absent' OR state = 'cancelled'),
  version integer NOT NULL,            -- rises with every change, so that nobody acts on what is no longer so
  counter text,                        -- where it was called to
  for_counter text,                    -- transferred to this counter; null: any of the pool
  staff integer,                       -- number of who called it
  issued_at integer NOT NULL,
  called_at integer,                   -- the last call; a transfer empties it and what follows
  started_at integer,
  ended_at integer,                    -- finished, absent or cancelled
  calls integer NOT NULL,              -- how often it was called
  receipt text,                        -- of the card payment; never cash
  CHECK (state <> 'called' OR (counter IS NOT NULL AND called_at IS NOT NULL)),
  CHECK (state <> 'serving' OR (counter IS NOT NULL AND started_at IS NOT NULL)),
  CHECK (receipt IS NULL OR state = 'finished')
) STRICT;
-- A number is given once.
CREATE UNIQUE INDEX ticket_number ON ticket (number_pool_id, day_on, number);
-- An appointment has one ticket a day; the applicant's own page.
CREATE UNIQUE INDEX ticket_appointment ON ticket (appointment_id, day_on) WHERE appointment_id IS NOT NULL;
-- An office's queue.
CREATE INDEX ticket_office ON ticket (office_id, day_on, state);
-- Whether a pool or a service was ever used.
CREATE INDEX ticket_pool ON ticket (pool_id);
CREATE INDEX ticket_service ON ticket (service_id);
-- One number at a counter at a time.
CREATE UNIQUE INDEX ticket_counter ON ticket (office_id, day_on, counter) WHERE state = 'called' OR state = 'serving';

-- Every change of a ticket: what, when, who, where.
CREATE TABLE ticket_event (
  id integer NOT NULL PRIMARY KEY,
  ticket_id integer NOT NULL REFERENCES ticket (id),
  kind text NOT NULL CHECK (kind = 'issued' OR kind = 'called' OR kind = 'recalled' OR kind = 'started' OR
    kind = 'transferred' OR kind = 'finished' OR kind = 'absent' OR kind = 'put_back' OR kind = 'cancelled'),
  at integer NOT NULL,
  staff integer,                       -- number of who did it; null: the end of the day
  counter text,
  pool_id integer NOT NULL,            -- where it queued then; the pool may be gone
  lane text NOT NULL,                  -- in which of its queues then
  detail text NOT NULL                 -- a chosen reason; never personal data
) STRICT;
CREATE INDEX ticket_event_ticket ON ticket_event (ticket_id);
-- A pool's last calls decide whose turn it is.
CREATE INDEX ticket_event_called ON ticket_event (pool_id, at) WHERE kind = 'called';

-- Up to when each office's days were closed: missed appointments noted, tickets ended.
CREATE TABLE closed_day (
  office_id integer NOT NULL PRIMARY KEY REFERENCES office (id) ON DELETE CASCADE,
  day_on text NOT NULL,                -- the last day that was closed
  closed_at integer NOT NULL           -- when; after closing time, and once more after midnight
) STRICT;
