-- The department's people and what they may do.

-- An account of somebody who works for the department.
CREATE TABLE staff (
  id integer NOT NULL PRIMARY KEY,
  user_name text NOT NULL UNIQUE,      -- what they sign in with; lower case, a name of service, not of a person
  name blob NOT NULL,                  -- sealed: what colleagues call them
  role text NOT NULL CHECK (role = 'officer' OR role = 'office_admin' OR role = 'hq_admin' OR role = 'auditor'),
  active integer NOT NULL CHECK (active IN (0, 1)), -- whether they may sign in
  created_at integer NOT NULL,
  password_hash text,                  -- argon2id; null until they joined
  totp_secret blob,                    -- sealed; null until they joined
  totp_step integer NOT NULL DEFAULT 0, -- the last 30 seconds whose code was used; none is used twice
  invitation_hash blob,                -- keyed hash of the code with which they join; null once they have
  invitation_ends_at integer
) STRICT;

-- Where they work; the roles of headquarters have every office and no row here.
CREATE TABLE staff_office (
  staff_id integer NOT NULL REFERENCES staff (id),
  office_id integer NOT NULL REFERENCES office (id),
  PRIMARY KEY (staff_id, office_id)
) STRICT;
-- Who works at an office.
CREATE INDEX staff_office_office ON staff_office (office_id);

-- Codes that stand in for a lost telephone, each once.
CREATE TABLE staff_recovery_code (
  staff_id integer NOT NULL REFERENCES staff (id),
  code_hash blob NOT NULL,             -- keyed
  used_at integer,
  PRIMARY KEY (staff_id, code_hash)
) STRICT;

-- Who is signed in where.
CREATE TABLE staff_session (
  id integer NOT NULL PRIMARY KEY,
  token_hash blob NOT NULL UNIQUE,     -- keyed hash of the browser's cookie
  staff_id integer NOT NULL REFERENCES staff (id),
  device text NOT NULL,                -- "Firefox, Windows"
  begun_at integer NOT NULL,
  seen_at integer NOT NULL,            -- to the minute
  ended_at integer
) STRICT;
-- The sessions of one account.
CREATE INDEX staff_session_staff ON staff_session (staff_id) WHERE ended_at IS NULL;
