-- The audit log: who looked at what and who changed what, and a Merkle tree over it that shows every later edit.
--
-- What was looked at or done that `appointment_event` does not tell. Written by commands, never changed.
CREATE TABLE audit_event (
  id integer NOT NULL PRIMARY KEY,
  at integer NOT NULL,
  actor text NOT NULL,                 -- who: 'staff:<id>', 'applicant', 'api', 'operator'
  act text NOT NULL,                   -- what: 'looked', 'signed_in', …
  subject text NOT NULL,               -- at what: 'appointment:<id>', 'staff:<id>', 'office:<id>', …; never personal data
  office_id integer,                   -- the office it concerns; null: none. No foreign key, for the log outlives offices
  detail text NOT NULL                 -- more words, or empty; never personal data
) STRICT;
-- Who looked at one thing.
CREATE INDEX audit_event_subject ON audit_event (subject);

-- The leaves of the tree in their order, 512 to a page; written by the sealer. Only the last page still grows.
CREATE TABLE audit_page (
  number integer NOT NULL PRIMARY KEY, -- from 0; the page begins with leaf 512 · number
  first_id integer NOT NULL,           -- lowest and highest id of a row in it
  last_id integer NOT NULL,
  leaves blob NOT NULL                 -- 41 bytes each: table (1), id of the row (8), SHA-256 of the row's content (32)
) STRICT;
-- The pages in which a row may be.
CREATE INDEX audit_page_ids ON audit_page (last_id, first_id);

-- The hashes of full pages and of everything above them, so that a tree of any size is computed from a few.
CREATE TABLE audit_node (
  level integer NOT NULL,              -- 0: a page; n: 2ⁿ pages
  number integer NOT NULL,             -- from 0, among those of its level
  hash blob NOT NULL,
  PRIMARY KEY (level, number)
) STRICT;

-- One row: how far the tree and its heads have grown. Whoever lets them grow changes it in the same transaction.
CREATE TABLE audit_tree (
  id integer NOT NULL PRIMARY KEY CHECK (id = 1),
  size integer NOT NULL,               -- leaves
  heads integer NOT NULL               -- heads
) STRICT;

-- Signed statements of what the tree was at a moment; each contains the hash of the one before it.
CREATE TABLE audit_head (
  number integer NOT NULL PRIMARY KEY, -- from 1
  size integer NOT NULL,
  at integer NOT NULL,
  root blob NOT NULL,                  -- hash of the tree's first `size` leaves
  previous blob NOT NULL,              -- hash of the head before it; zeros for the first
  signature blob NOT NULL              -- Ed25519, with the key that also signs slips
) STRICT;
