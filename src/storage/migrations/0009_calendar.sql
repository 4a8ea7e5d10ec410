-- Days that an office changed for one of its pools, and appointments that are cancelled together.

-- Extra hours, or other seats, of a pool on one date. Written by AddDayChange, RemoveDayChange and the approval of seats above
-- the rule. The import leaves it alone.
CREATE TABLE day_change (
  id integer NOT NULL PRIMARY KEY,
  pool_id integer NOT NULL REFERENCES pool (id) ON DELETE CASCADE,
  day_on text NOT NULL,                -- the office's date
  from_minute integer NOT NULL CHECK (from_minute BETWEEN 0 AND 1440), -- the part of the day it speaks of
  to_minute integer NOT NULL CHECK (to_minute BETWEEN 0 AND 1440),
  seats integer CHECK (seats BETWEEN 0 AND 1000), -- of each slot that begins in the part; null: what the rules say
  opens integer NOT NULL CHECK (opens IN (0, 1)), -- whether the counters serve then although the timetable says otherwise
  reason_ms text NOT NULL,             -- why; whom it displaces is told
  reason_en text NOT NULL,
  made_by text NOT NULL,               -- 'staff:<id>'
  made_at integer NOT NULL,
  begun_at integer,                    -- in force since then; null: not approved by a second person (yet)
  removed_by text,                     -- who undid it
  removed_at integer,
  settled_at integer,                  -- when slots and appointments had followed it, or its end
  CHECK (from_minute < to_minute),
  CHECK (seats IS NOT NULL OR opens = 1)
) STRICT;
-- What is in force, by pool and date.
CREATE INDEX day_change_day ON day_change (pool_id, day_on);
-- What slots and appointments have still to follow.
CREATE INDEX day_change_unsettled ON day_change (id) WHERE settled_at IS NULL AND begun_at IS NOT NULL;

-- Appointments of an office's day that somebody asked to cancel together. Written when it is asked for; the approval sets
-- approved_at, and the caretaker cancels.
CREATE TABLE bulk_cancellation (
  id integer NOT NULL PRIMARY KEY,
  office_id integer NOT NULL REFERENCES office (id),
  day_on text NOT NULL,                -- the office's date
  pool_id integer REFERENCES pool (id), -- null: all pools
  from_minute integer,                 -- null: the whole day
  to_minute integer,
  reason_ms text NOT NULL,             -- what the applicants are told
  reason_en text NOT NULL,
  asked_by integer NOT NULL REFERENCES staff (id),
  asked_at integer NOT NULL,
  approved_at integer,                 -- null: not approved (yet)
  ended_at integer                     -- when nobody was left to cancel
) STRICT;
-- An office's own, newest first.
CREATE INDEX bulk_cancellation_office ON bulk_cancellation (office_id, id);
-- What is still to be done.
CREATE INDEX bulk_cancellation_open ON bulk_cancellation (id) WHERE approved_at IS NOT NULL AND ended_at IS NULL;

-- Whose appointments they are.
CREATE TABLE bulk_cancelled (
  cancellation_id integer NOT NULL REFERENCES bulk_cancellation (id),
  appointment_id integer NOT NULL REFERENCES appointment (id),
  slot_id integer NOT NULL,            -- where it was when it was asked for; the slot may be gone since
  outcome text CHECK (outcome = 'cancelled' OR outcome = 'kept'), -- null: its turn has not come; kept: it was over or moved, or the person was there
  PRIMARY KEY (cancellation_id, appointment_id)
) STRICT;
-- Those whose turn has not come.
CREATE INDEX bulk_cancelled_waiting ON bulk_cancelled (cancellation_id, appointment_id) WHERE outcome IS NULL;
