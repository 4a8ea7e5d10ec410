-- What days came to in numbers, kept so that reports need not count appointments; and the weekly mail made of it.

-- What an office's day that is over came to, all services together. Written by KeepDay, again if something of it changed.
-- Columns as in `domain::Figures`; no persons.
CREATE TABLE office_day (
  office_id integer NOT NULL REFERENCES office (id) ON DELETE CASCADE,
  day_on text NOT NULL,                -- the office's date
  seats integer NOT NULL,              -- that were on offer
  taken integer NOT NULL,              -- seats of appointments that were neither cancelled nor displaced
  attended integer NOT NULL,           -- appointments
  missed integer NOT NULL,
  cancelled_by_applicant integer NOT NULL,
  cancelled_by_department integer NOT NULL,
  open integer NOT NULL,               -- that may still change: displaced, as a rule
  walk_ins integer NOT NULL,           -- served without appointment
  days_ahead text NOT NULL,            -- '3:1 7:12': one was booked 3 days ahead, twelve 7 days
  wait_minutes text NOT NULL,          -- likewise
  service_minutes text NOT NULL,
  counted_at integer NOT NULL,
  changed integer NOT NULL DEFAULT 0 CHECK (changed IN (0, 1)), -- something of it changed since it was counted
  PRIMARY KEY (office_id, day_on)
) STRICT;
-- Days to count again.
CREATE INDEX office_day_unsettled ON office_day (office_id, day_on) WHERE open > 0 OR changed = 1;

-- What each service came to on such a day. Services share the seats, so there are none here.
CREATE TABLE service_day (
  office_id integer NOT NULL,
  day_on text NOT NULL,
  service_id integer NOT NULL REFERENCES service (id),
  taken integer NOT NULL,
  attended integer NOT NULL,
  missed integer NOT NULL,
  cancelled_by_applicant integer NOT NULL,
  cancelled_by_department integer NOT NULL,
  open integer NOT NULL,
  walk_ins integer NOT NULL,
  days_ahead text NOT NULL,
  wait_minutes text NOT NULL,
  service_minutes text NOT NULL,
  PRIMARY KEY (office_id, day_on, service_id),
  FOREIGN KEY (office_id, day_on) REFERENCES office_day (office_id, day_on) ON DELETE CASCADE
) STRICT;
-- Whether a service was ever used.
CREATE INDEX service_day_service ON service_day (service_id);

-- To whom an office's figures of the week are sent on Mondays.
CREATE TABLE weekly_mail (
  office_id integer NOT NULL PRIMARY KEY REFERENCES office (id) ON DELETE CASCADE,
  address blob NOT NULL,               -- sealed
  since_at integer NOT NULL            -- weeks that ended before are not sent
) STRICT;

-- Mails to send that tell of no appointment: one for each office and week.
CREATE TABLE weekly_letter (
  id integer NOT NULL PRIMARY KEY,     -- the mail's number in the outbox
  office_id integer NOT NULL REFERENCES office (id) ON DELETE CASCADE,
  week_on text NOT NULL,               -- the Monday with which the week begins
  UNIQUE (office_id, week_on)
) STRICT;

-- The outbox takes them too, so its number need not be that of an event.
CREATE TABLE mail (
  event_id integer NOT NULL PRIMARY KEY, -- of the event it tells of, or the letter's own number
  appointment_id integer REFERENCES appointment (id), -- null: a weekly letter
  kind text NOT NULL,                  -- 'booked', 'confirmed', 'cancelled_by_applicant', …, 'weekly'
  status text NOT NULL CHECK (status = 'waiting' OR status = 'sent' OR status = 'failed'),
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at integer NOT NULL,
  last_error text NOT NULL DEFAULT '', -- what the mail server said, without addresses
  sent_at integer,
  CHECK ((appointment_id IS NULL) = (kind = 'weekly'))
) STRICT;
INSERT INTO mail (event_id, appointment_id, kind, status, attempts, next_attempt_at, last_error, sent_at)
SELECT event_id, appointment_id, kind, status, attempts, next_attempt_at, last_error, sent_at FROM outbox;
DROP TABLE outbox;
ALTER TABLE mail RENAME TO outbox;
-- postgresql: ALTER TABLE outbox DROP CONSTRAINT mail_appointment_id_fkey;
-- The deliverer's queue.
CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE status = 'waiting';
-- What was given up, for figures and for trying again.
CREATE INDEX outbox_failed ON outbox (event_id) WHERE status = 'failed';
