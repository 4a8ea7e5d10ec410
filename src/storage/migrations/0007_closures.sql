-- Closures made by staff on the site: who made and undid them, and whether everybody affected was told.

ALTER TABLE closure ADD COLUMN made_by text;      -- 'staff:<id>'; null: from the imported files
ALTER TABLE closure ADD COLUMN made_at integer;
ALTER TABLE closure ADD COLUMN removed_by text;   -- who undid it; null: it is in force
ALTER TABLE closure ADD COLUMN removed_at integer;
-- When slots and appointments had followed the closure, or its end. Null: still to be done; so it is, unused, for
-- closures of the imported files, which displace nobody.
ALTER TABLE closure ADD COLUMN settled_at integer;
-- What is still to be done.
CREATE INDEX closure_unsettled ON closure (id) WHERE settled_at IS NULL AND made_at IS NOT NULL;

-- Who waits for another slot, by office.
CREATE INDEX appointment_displaced ON appointment (slot_id) WHERE status = 'displaced';
