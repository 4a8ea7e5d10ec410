-- The catalogue in the hands of administrators: what they change on the site, kept to be seen and undone.

-- What pools are called that several offices have, also of those that no office has yet.
CREATE TABLE pool_name (
  code text NOT NULL PRIMARY KEY,
  name_ms text NOT NULL,
  name_en text NOT NULL
) STRICT;
INSERT INTO pool_name (code, name_ms, name_en) SELECT code, min(name_ms), min(name_en) FROM pool GROUP BY code;

-- Rows that were changed together, by one administrator.
CREATE TABLE catalogue_change (
  id integer NOT NULL PRIMARY KEY,
  made_by text NOT NULL,               -- 'staff:<id>'
  begun_at integer NOT NULL,
  edits text NOT NULL,                 -- CSV: each row as it was and as it is to be
  reason text NOT NULL,                -- why, as the administrator wrote it; empty until it is saved
  undoes_id integer REFERENCES catalogue_change (id), -- the change that this one takes back
  pools text NOT NULL,                 -- "JHR-KLG/PASPORT …": where slots and people have to follow; empty until it is saved
  saved_at integer,                    -- null: still being worked on, without effect
  settled_at integer                   -- when slots and people had followed
) STRICT;
-- An administrator works on one change at a time.
CREATE UNIQUE INDEX catalogue_change_open ON catalogue_change (made_by) WHERE saved_at IS NULL;
-- What is still to be done.
CREATE INDEX catalogue_change_unsettled ON catalogue_change (id) WHERE saved_at IS NOT NULL AND settled_at IS NULL;
-- What was taken back.
CREATE INDEX catalogue_change_undoes ON catalogue_change (undoes_id) WHERE undoes_id IS NOT NULL;
