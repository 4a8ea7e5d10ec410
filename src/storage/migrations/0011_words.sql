-- What headquarters writes for the public and for officers, and when the audit log was last verified.

-- Who wrote an announcement on the site, and when it was last changed.
ALTER TABLE announcement ADD COLUMN changed_by text;   -- 'staff:<id>'; null: it came with the imported files
ALTER TABLE announcement ADD COLUMN changed_at integer;

-- A version of one of the texts that headquarters writes; the newest of a page is shown, and while there is none the one
-- that the program brings. Written by SavePageText, never changed.
CREATE TABLE page_text (
  id integer NOT NULL PRIMARY KEY,
  page text NOT NULL CHECK (page = 'manual' OR page = 'faq' OR page = 'contact' OR page = 'officers'),
  text_ms text NOT NULL,               -- Markdown
  text_en text NOT NULL,
  made_by text NOT NULL,               -- 'staff:<id>'
  made_at integer NOT NULL
) STRICT;
-- The versions of one page, newest last.
CREATE INDEX page_text_page ON page_text (page, id);

-- What was found when the whole audit log was walked; the newest is shown to auditors. Written by RecordVerification.
CREATE TABLE audit_verification (
  id integer NOT NULL PRIMARY KEY,
  begun_at integer NOT NULL,
  ended_at integer NOT NULL,
  size integer NOT NULL,               -- entries that the log had
  heads integer NOT NULL,              -- signed heads that were compared with it
  problems integer NOT NULL,           -- how many things were wrong
  found text NOT NULL                  -- the first of them, one on each line; tables, ids and numbers only
) STRICT;
