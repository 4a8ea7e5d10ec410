-- Who may not book, what the blocked say to it, and sensitive acts that wait for a second person.

-- An identity, e-mail address, telephone or address prefix with which nobody can book. Written by AddBlock; ended early only
-- with a second person's approval. One that ran out may stay open until the same value is blocked again.
CREATE TABLE block (
  id integer NOT NULL PRIMARY KEY,
  kind text NOT NULL CHECK (kind = 'identity' OR kind = 'email' OR kind = 'phone' OR kind = 'address'),
  value_hash blob NOT NULL,            -- keyed hash of the value in its one form; of an identity the one that appointments have
  value blob NOT NULL,                 -- sealed: what is blocked, to be shown to who may see the list
  reason text NOT NULL CHECK (reason = 'false_details' OR reason = 'missed_often' OR reason = 'many_identities' OR
    reason = 'resold' OR reason = 'automated' OR reason = 'conduct'),
  note text NOT NULL,                  -- more words, or empty; never personal data
  office_id integer,                   -- the office whose administrator made it; null: headquarters. It holds everywhere
  made_by integer NOT NULL REFERENCES staff (id),
  made_at integer NOT NULL,
  ends_at integer,                     -- null: never by itself
  ended_at integer,                    -- when it was ended, or noted that it ran out
  ended_by integer REFERENCES staff (id), -- who asked for its end; null: it ran out
  approval_id integer,                 -- the approval that ended it
  CHECK (ends_at IS NULL OR ends_at > made_at)
) STRICT;
-- A value is blocked once; what is read into memory.
CREATE UNIQUE INDEX block_live ON block (kind, value_hash) WHERE ended_at IS NULL;
-- An office's own list.
CREATE INDEX block_office ON block (office_id, id) WHERE office_id IS NOT NULL;
-- All that was ever said of one value.
CREATE INDEX block_value ON block (value_hash);

-- What a blocked person says to it. Written by MakeAppeal, answered by who may end the block.
CREATE TABLE appeal (
  id integer NOT NULL PRIMARY KEY,
  block_id integer NOT NULL REFERENCES block (id),
  made_at integer NOT NULL,
  text blob NOT NULL,                  -- sealed: what they wrote
  answered_at integer,
  answered_by integer REFERENCES staff (id),
  answer text CHECK (answer = 'ended' OR answer = 'stays'), -- what became of the block
  CHECK ((answered_at IS NULL) = (answer IS NULL))
) STRICT;
-- The appeals of a block.
CREATE INDEX appeal_block ON appeal (block_id);
-- Those that wait for an answer.
CREATE INDEX appeal_open ON appeal (block_id) WHERE answered_at IS NULL;

-- A sensitive act that somebody asked for and somebody else decides about. Written by AskApproval and DecideApproval.
CREATE TABLE approval (
  id integer NOT NULL PRIMARY KEY,
  act text NOT NULL CHECK (act = 'unblock' OR act = 'cancel_many' OR act = 'seats_above_rule' OR act = 'export_persons'),
  office_id integer,                   -- whose people may decide; null: headquarters only
  subject text NOT NULL,               -- what the act is done to: 'block:<id>', 'office:<id>', …
  detail text NOT NULL,                -- why it is asked for; never personal data
  asked_by integer NOT NULL REFERENCES staff (id),
  asked_at integer NOT NULL,
  ends_at integer NOT NULL,            -- it can be decided, and used, until then
  decided_by integer REFERENCES staff (id),
  decided_at integer,
  decision text CHECK (decision = 'approved' OR decision = 'refused' OR decision = 'moot' OR decision = 'expired'),
  remark text NOT NULL DEFAULT '',     -- why it was decided so; never personal data
  used_at integer,                     -- when the act was done under it
  CHECK (decided_by <> asked_by),
  CHECK ((decided_at IS NULL) = (decision IS NULL)),
  CHECK ((decided_by IS NULL) = (decision IS NULL OR decision = 'expired')),
  CHECK (used_at IS NULL OR decision = 'approved')
) STRICT;
-- An act waits for approval once.
CREATE UNIQUE INDEX approval_waiting ON approval (act, subject) WHERE decision IS NULL;
-- What was decided, newest first.
CREATE INDEX approval_asked ON approval (asked_at);
